@echo off
rem Opens ZET by a double click, and keeps the window open when something went wrong. Not tried on Windows yet.
chcp 65001 >nul
if not exist "%~dp0_internal\" echo Pak eerst de hele map uit, en dubbelklik daarna op dit bestand in de uitgepakte map.
"%~dp0zet.exe" %*
rem A program that Windows ended leaves a number below zero, which "if errorlevel 1" does not see.
if not "%errorlevel%"=="0" pause
