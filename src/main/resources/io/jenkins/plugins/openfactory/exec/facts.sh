# Says what a sandbox needs to know of this system. $1: a folder whose owner counts; the others: names under /etc.
PATH=/usr/bin:/bin:/usr/local/bin:/usr/sbin:/sbin
folder=$1
shift
echo "uid $(id -u)"
echo "gid $(id -g)"
echo "owner $(stat -c '%u' "$folder")"
echo "group $(stat -c '%g' "$folder")"
echo "machine $(uname -m)"
for name in sh bwrap setpriv prlimit env awk cat sleep sha256sum stat readlink; do
  for at in /usr/bin /bin /usr/local/bin /usr/sbin; do
    if [ -x "$at/$name" ]; then
      echo "tool $name $at/$name"
      break
    fi
  done
done
for at in /usr /bin /sbin /lib /lib64 /lib32 /libx32; do
  if [ -L "$at" ]; then
    echo "link $at $(readlink "$at")"
  elif [ -d "$at" ]; then
    echo "folder $at"
  fi
done
for name; do
  if [ -e "/etc/$name" ]; then echo "etc $name"; fi
done
for at in /etc/java*; do
  if [ -e "$at" ]; then echo "etc ${at#/etc/}"; fi
done
for at in "${JAVA_HOME:-/nowhere}/bin/java" /usr/bin/java /usr/local/bin/java /opt/java/openjdk/bin/java; do
  if [ -x "$at" ]; then
    real=$(readlink -f "$at")
    echo "java ${real%/bin/java}"
    break
  fi
done
while read -r line; do echo "limit $line"; done </proc/self/limits
