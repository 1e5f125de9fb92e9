# Says which programs are here and whether the user that this runs under could change them.
# $1: a folder that commands work in; the others: a rule's name and the places of its program, colons between them.
PATH=/usr/bin:/bin:/usr/local/bin:/usr/sbin:/sbin
tab=$(printf '\t')
if [ -w "$1" ] && [ -x "$1" ]; then echo open; fi
shift

# The first of a file and the folders above it that this user could change or replace.
changeable() {
  at=$1
  while :; do
    if [ -O "$at" ]; then
      echo "$at"
      return
    fi
    if [ -w "$at" ] && ! { [ -d "$at" ] && [ -k "$at" ]; }; then
      echo "$at"
      return
    fi
    if [ "$at" = / ]; then return; fi
    at=${at%/*}
    if [ -z "$at" ]; then at=/; fi
  done
}

look() {
  old=$IFS
  IFS=:
  for candidate in $2; do
    IFS=$old
    if [ ! -x "$candidate" ] || [ -d "$candidate" ]; then continue; fi
    real=$(readlink -f "$candidate")
    open=$(changeable "$real")
    if [ -z "$open" ]; then open=$(changeable "$candidate"); fi
    if [ -n "$open" ]; then
      echo "weak$tab$1$tab$candidate$tab$open"
      return
    fi
    sum=$(sha256sum <"$real") || return
    echo "program$tab$1$tab$candidate$tab$real$tab${sum%% *}"
    return
  done
  IFS=$old
}

while [ $# -gt 1 ]; do
  look "$1" "$2"
  shift 2
done
