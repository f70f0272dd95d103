# Läses in av build/start och build/test: ser till att det som bygget behöver finns på en Debian- eller Ubuntumaskin.

krav() {
  command -v dotnet >/dev/null || { echo "Installera .NET SDK 10: https://dotnet.microsoft.com/download" >&2; exit 1; }
  case "$(dotnet --version)" in 10.*) ;; *) echo "Bygget behöver .NET SDK 10; här finns $(dotnet --version)." >&2; exit 1 ;; esac
  command -v node >/dev/null && command -v npm >/dev/null || { echo "Installera Node.js 20 eller senare: https://nodejs.org" >&2; exit 1; }
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || { echo "Bygget behöver Node.js 20 eller senare; här finns $(node --version)." >&2; exit 1; }
}

# Installerar Debianpaket som saknas. Var och ett anges som namn=fil eller namn:kommando som visar att det redan finns.
paket() {
  saknas=""
  for p in "$@"; do
    namn=${p%%[=:]*}
    case "$p" in
      *=*) ls ${p#*=} >/dev/null 2>&1 || saknas="$saknas $namn" ;;
      *:*) command -v "${p#*:}" >/dev/null || saknas="$saknas $namn" ;;
    esac
  done
  [ -n "$saknas" ] || return 0
  command -v apt-get >/dev/null || { echo "Installera:$saknas" >&2; exit 1; }
  som=""
  [ "$(id -u)" = 0 ] || som=sudo
  echo "Installerar$saknas …"
  $som apt-get update -qq >/dev/null
  $som env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $saknas >/dev/null
}

bibliotek() {
  icu=$(apt-cache pkgnames libicu 2>/dev/null | grep -E '^libicu[0-9]+$' | sort -V | tail -n 1)
  paket "libsqlite3-0=/usr/lib/*/libsqlite3.so.0" "${icu:-libicu72}=/usr/lib/*/libicuuc.so.*" "tzdata=/usr/share/zoneinfo/Europe/Stockholm"
}
