# Starts a sandboxed command, watches the tree of its processes, and kills it at a limit or when its turn is over.
# The lines above set: program hash filter status why input turn mine pages ticks tasks seconds, and the arguments.
PATH=/usr/bin:/bin:/usr/local/bin:/usr/sbin:/sbin
unset LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT
if [ -n "$hash" ] && [ "$(sha256sum <"$program")" != "$hash  -" ]; then
  echo "unset the program $program changed since it was looked at" >"$why"
  exit 125
fi
exec 9<"$filter" 8>"$status" || exit 125
{ echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null
env -i "$@" <"$input" &
child=$!
exec 8>&- 9<&-

tree() {
  cat /proc/[0-9]*/stat 2>/dev/null | awk -v top="$child" '
    { pid = $1; sub(/^.*\) /, ""); parent[pid] = $2; threads[pid] = $18; used[pid] = $12 + $13 + $14 + $15 }
    END {
      kept[top] = 1
      for (more = 1; more; ) {
        more = 0
        for (pid in parent) if (!(pid in kept) && (parent[pid] in kept)) { kept[pid] = 1; more = 1 }
      }
      for (pid in kept) if (pid in parent) { all += threads[pid]; time += used[pid]; list = list " " pid }
      print all + 0, time + 0 list
    }'
}

stop() {
  echo "$1" >"$why"
  kill -9 "$child"
}

look() {
  now=
  read -r now <"$turn"
  if [ "$now" != "$mine" ]; then stop CANCELLED; return; fi
  read -r up rest </proc/uptime
  if [ $((${up%.*} - began)) -ge "$seconds" ]; then stop WALL_CLOCK; return; fi
  set -- $(tree)
  if [ "$1" -ge "$tasks" ]; then stop PROCESSES; return; fi
  if [ "$2" -ge "$ticks" ]; then stop CPU; return; fi
  shift 2
  sum=0
  for pid; do
    size=0 resident=0 shared=0
    read -r size resident shared rest <"/proc/$pid/statm"
    sum=$((sum + resident - shared))
  done
  if [ "$sum" -gt "$pages" ]; then stop MEMORY; fi
}

watch() {
  read -r up rest </proc/uptime
  began=${up%.*}
  while kill -0 "$child"; do
    look
    sleep 0.2
  done
}

watch >/dev/null 2>&1 </dev/null &
watcher=$!
wait "$child"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
