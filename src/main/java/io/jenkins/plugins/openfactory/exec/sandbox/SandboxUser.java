package io.jenkins.plugins.openfactory.exec.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The user that commands run under: ourselves, or an unprivileged one where we are root. Immutable, safe for any thread.
 *
 * @param uid the kernel's user id, never 0
 * @param gid its main group
 * @param drop whether we must change to it first, because we are root
 */
public record SandboxUser(long uid, long gid, String name, boolean drop) {
    private static final String FACTORY = "openfactory";
    private static final String NOBODY = "nobody";
    private static final long NOBODY_ID = 65534;
    private static final int STICKY = 01000;
    private static final int READ = 4;
    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final Path PASSWD = Path.of("/etc/passwd");

    public SandboxUser {
        if (uid == 0) {
            throw new IllegalArgumentException("commands never run as root");
        }
    }

    /** Our own user, or as root {@code openfactory} if the machine has such a user, else {@code nobody}. */
    public static SandboxUser here() {
        long own = ownUid();
        if (own != 0) {
            return byUid(own, attribute(Path.of("/proc/self"), "gid"), false);
        }
        return byName(FACTORY).or(() -> byName(NOBODY)).orElse(new SandboxUser(NOBODY_ID, NOBODY_ID, NOBODY, true));
    }

    /** The user that commands in this workspace run under: as root its owner, unless that is root too. */
    public static SandboxUser of(Path workspace) {
        return here().orOwnerOf(workspace);
    }

    /** This user, or the owner of the workspace where we are root and that owner is not. */
    public SandboxUser orOwnerOf(Path workspace) {
        if (!drop || !Files.exists(workspace)) {
            return this;
        }
        long owner = attribute(workspace, "uid");
        return owner == 0 || owner == uid ? this : byUid(owner, attribute(workspace, "gid"), true);
    }

    /** The user id that this process runs under. */
    public static long ownUid() {
        return attribute(Path.of("/proc/self"), "uid");
    }

    /**
     * Whether this user can come to the path through every folder above it, and read it where it exists. Permission bits
     * are asked, access control lists are not.
     */
    public boolean canReach(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        for (Path at = absolute; at != null; at = at.getParent()) {
            Optional<Mode> mode = mode(at);
            if (mode.isEmpty() && !Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            int needed = at.equals(absolute) ? READ : 1;
            if (mode.isEmpty() || !mode.get().allows(needed)) {
                return false;
            }
        }
        return true;
    }

    /** Whether this user may read the path itself, could it but come to it. */
    public boolean canOpen(Path path) {
        return mode(path).map(mode -> mode.allows(READ)).orElse(false);
    }

    /** Whether this user may write the path itself. */
    public boolean canWrite(Path path) {
        return mode(path).map(mode -> mode.allows(2)).orElse(false);
    }

    /**
     * Whether this user could change the file, or put another in the folder's place: its owner can always, and who may
     * write to a folder can replace what is in it unless the folder is sticky.
     */
    public boolean canChange(Path path) {
        try {
            boolean owner = attribute(path, "uid") == uid;
            boolean sticky = Files.isDirectory(path) && (attribute(path, "mode") & STICKY) != 0;
            return owner || canWrite(path) && !sticky;
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    /** What this user may do with a path, as the three bits of its mode. */
    private record Mode(int bits, boolean folder) {
        /** Whether all these bits are there; to read a folder is to search it as well. */
        boolean allows(int needed) {
            int all = needed == READ && folder ? 5 : needed;
            return (bits & all) == all;
        }
    }

    /** Empty where there is nothing, or it can't be asked for. */
    private Optional<Mode> mode(Path path) {
        try {
            Map<String, Object> attributes = Files.readAttributes(path, "unix:mode,uid,gid");
            int mode = (Integer) attributes.get("mode");
            boolean folder = (mode & TYPE) == FOLDER;
            if (((Integer) attributes.get("uid")) == (int) uid) {
                return Optional.of(new Mode(mode >> 6 & 7, folder));
            }
            boolean member = ((Integer) attributes.get("gid")) == (int) gid;
            return Optional.of(new Mode(member ? mode >> 3 & 7 : mode & 7, folder));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<SandboxUser> byName(String name) {
        return passwd(0, name);
    }

    private static SandboxUser byUid(long uid, long gid, boolean drop) {
        return passwd(2, Long.toString(uid))
                .map(user -> new SandboxUser(user.uid(), user.gid(), user.name(), drop))
                .orElse(new SandboxUser(uid, gid == 0 ? uid : gid, Long.toString(uid), drop));
    }

    private static Optional<SandboxUser> passwd(int field, String value) {
        try {
            return Files.readAllLines(PASSWD).stream()
                    .map(line -> line.split(":", -1))
                    .filter(fields -> fields.length >= 4 && fields[field].equals(value) && !fields[2].equals("0"))
                    .map(fields ->
                            new SandboxUser(Long.parseLong(fields[2]), Long.parseLong(fields[3]), fields[0], true))
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long attribute(Path path, String name) {
        try {
            return Integer.toUnsignedLong((Integer) Files.getAttribute(path, "unix:" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
