"""A program that dies in the middle of something."""


class Stopped(BaseException):
    """The program dies here."""


def die(*_: object, **__: object) -> None:
    raise Stopped
