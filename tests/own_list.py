"""The start of a list of one's own, as the tests of instruments write it; its questions come after."""

LIST = """[[questionnaires]]
source = 'dossier'
title = 'Lijst'
goal = 'Doel.'
preparation = 'Voorbereiding.'
filling_in = 'Invullen.'
"""
LABELS = "labels = { groen = 'g', mint = 'm', oranje = 'o', rood = 'r' }\n"
