# Sourced by what runs Windows' own programs here: Wine, set up as a Japanese PC (code page 932, Japanese texts, +09:00).
# `wine_ready WORK` installs and prepares it in the folder WORK; `run_windows LIMIT PROGRAM ARGS…` runs a program.
# shellcheck shell=bash

wine=/usr/lib/wine/wine64

without() { printf 'Windows: not run. %s\n' "$1"; exit 77; }

windows() { local path; path=$(realpath -m -- "$1"); printf 'Z:%s' "${path//\//\\}"; } # as Windows programs see it

wine_ready() {
  if [ ! -x "$wine" ] || [ ! -e /usr/share/i18n/locales/ja_JP ]; then
    [ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] || without "Wine is installed on Debian (amd64) only."
    [ "$(id -u)" = 0 ] || without "The Debian packages wine64 and locales are not here, and only root can install them."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >/dev/null && apt-get install -q -y --no-install-recommends wine64 locales >/dev/null ||
      without "The Debian packages wine64 and locales could not be installed."
  fi
  mkdir -p "$1/locale"
  localedef -i ja_JP -f UTF-8 "$1/locale/ja_JP.UTF-8" 2>/dev/null || [ -s "$1/locale/ja_JP.UTF-8/LC_CTYPE" ]
  export WINEPREFIX=$1/prefix WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=;winemenubuilder.exe=d"
  # Wine takes the code page and its texts from the locale, which bash itself does not know
  { export LOCPATH=$1/locale LANG=ja_JP.UTF-8 LC_ALL=ja_JP.UTF-8; } 2>/dev/null
  export TZ=JST-9 # the C runtime of Windows reads Asia/Tokyo as UTC
  unset DISPLAY WAYLAND_DISPLAY PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH PYTHONUTF8 PYTHONIOENCODING VIRTUAL_ENV
  trap 'timeout 20 /usr/lib/wine/wineserver64 -k || true' EXIT
  timeout 200 "$wine" wineboot </dev/null >/dev/null 2>&1
  timeout 60 "$wine" winecfg -v win10 </dev/null >/dev/null 2>&1
}

run_windows() { # LIMIT PROGRAM ARGS…: three pipes, or Windows' Python ends with WinError 6 under Wine
  : | timeout -k 10 "$1" "$wine" "${@:2}" 2>&1 | cat
}
