package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.PolicyRule;
import io.jenkins.plugins.openfactory.exec.sandbox.Machine;
import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The programs that a policy's rules name, found once and pinned. A program that changed since then is refused. Hashes
 * are kept by device, inode, size, mtime and ctime. Safe for any thread.
 */
final class Binaries implements Programs {
    private static final Set<String> JAVA = Set.of("java", "javac", "jar");
    private static final Set<String> MULTI_CALL = Set.of("busybox", "toybox", "coreutils");
    private static final List<Path> TRUSTED =
            List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/local/go/bin"));
    private static final Map<Identity, String> HASHES = new ConcurrentHashMap<>();

    private final Machine machine;
    private final Map<String, Binary> found = new HashMap<>();

    Binaries(List<PolicyRule> rules, Machine machine) {
        this.machine = machine;
        // Most programs lie in the same few folders: each is looked at once.
        Map<Path, Boolean> changeable = new HashMap<>();
        rules.forEach(rule ->
                found.put(rule.name(), locate(rule, at -> changeable.computeIfAbsent(at, machine.user()::canChange))));
    }

    /** What a rule's program is on this machine. */
    sealed interface Binary {
        /**
         * It is there.
         *
         * @param execute the path to execute it by
         * @param canonical the file that it is
         */
        record Present(Path execute, Path canonical, String sha256) implements Binary {}

        /** It is not there or not to be trusted; one sentence. */
        record Unavailable(String reason) implements Binary {}
    }

    private record Identity(Object device, Object inode, Object size, Object modified, Object changed) {
        static Identity of(Path file) throws IOException {
            Map<String, Object> all = Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime");
            return new Identity(
                    all.get("dev"), all.get("ino"), all.get("size"), all.get("lastModifiedTime"), all.get("ctime"));
        }
    }

    @Override
    public Set<String> available() {
        return present(found);
    }

    /** The names of the rules whose program is present. */
    static Set<String> present(Map<String, Binary> found) {
        return found.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Binary.Present)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The rule's program as it is now: present only if it is still what was pinned. */
    @Override
    public Binary current(PolicyRule rule) {
        Binary pinned = found.get(rule.name());
        if (!(pinned instanceof Binary.Present present)) {
            return pinned;
        }
        try {
            return hash(present.canonical()).equals(present.sha256())
                    ? pinned
                    : new Binary.Unavailable("the program '" + present.canonical()
                            + "' changed since the policy was loaded; start again to pin the new one");
        } catch (IOException e) {
            return new Binary.Unavailable(
                    "the program '" + present.canonical() + "' can't be read any more; install it again");
        }
    }

    /** @param changeable whether commands could change a file or folder */
    private Binary locate(PolicyRule rule, Predicate<Path> changeable) {
        for (Path candidate : candidates(rule, machine.javaHome())) {
            if (!Files.isExecutable(candidate) || Files.isDirectory(candidate)) {
                continue;
            }
            try {
                return pin(rule, candidate, changeable);
            } catch (IOException e) {
                return new Binary.Unavailable("the program '" + candidate + "' can't be read; check its permissions");
            }
        }
        return new Binary.Unavailable("the program '" + rule.program() + "' is not installed on this machine"
                + rule.path().map(path -> " as " + path).orElse(" in " + TRUSTED.get(0) + " or " + TRUSTED.get(1))
                + "; install it to use this rule");
    }

    /** Where a rule's program may be. */
    static List<Path> candidates(PolicyRule rule, Path javaHome) {
        if (rule.path().isPresent()) {
            return List.of(Path.of(rule.path().get()));
        }
        List<Path> candidates = new ArrayList<>();
        if (JAVA.contains(rule.program())) {
            candidates.add(javaHome.resolve("bin").resolve(rule.program()));
        }
        TRUSTED.forEach(folder -> candidates.add(folder.resolve(rule.program())));
        return candidates;
    }

    private Binary pin(PolicyRule rule, Path candidate, Predicate<Path> changeable) throws IOException {
        Path canonical = candidate.toRealPath();
        Optional<Path> open = writable(canonical, changeable).or(() -> writable(candidate, changeable));
        if (open.isPresent()) {
            return new Binary.Unavailable("the program '" + candidate + "' is not trusted because user "
                    + machine.user().name() + " can change '" + open.get() + "'; take that permission away");
        }
        String hash = hash(canonical);
        if (rule.sha256().isPresent() && !rule.sha256().get().equals(hash)) {
            return otherHash(canonical, hash);
        }
        return present(candidate, canonical, hash);
    }

    static Binary otherHash(Path canonical, String hash) {
        return new Binary.Unavailable("the program '" + canonical + "' has the hash " + hash
                + ", and the rule pins another; correct the rule's sha256 if this program is the right one");
    }

    /** A trusted program, executed by its real path unless that is one of those that act by the name they are called. */
    static Binary present(Path candidate, Path canonical, String hash) {
        boolean byName = MULTI_CALL.contains(canonical.getFileName().toString());
        return new Binary.Present(byName ? candidate : canonical, canonical, hash);
    }

    /** The file or the first folder above it that commands could write to. The Java that runs us is trusted already. */
    private Optional<Path> writable(Path file, Predicate<Path> changeable) {
        if (!machine.user().drop() && file.startsWith(machine.javaHome())) {
            return Optional.empty();
        }
        for (Path at = file; at != null; at = at.getParent()) {
            if (changeable.test(at)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private static String hash(Path file) throws IOException {
        Identity before = Identity.of(file);
        String known = HASHES.get(before);
        if (known != null) {
            return known;
        }
        String hash = Sha256.hex(file);
        if (Identity.of(file).equals(before)) {
            HASHES.put(before, hash);
        }
        return hash;
    }
}
