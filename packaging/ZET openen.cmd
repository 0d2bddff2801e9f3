@echo off
rem Opens ZET by a double click, and keeps the window open when something went wrong. Not tried on Windows yet.
chcp 65001 >nul
"%~dp0zet.exe" %*
if errorlevel 1 pause
