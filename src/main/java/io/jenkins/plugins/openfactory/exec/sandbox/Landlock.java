package io.jenkins.plugins.openfactory.exec.sandbox;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Restricts the calling thread, and what it executes, to named files and folders and to no TCP (landlock(7)). Only
 * {@link ReducedLauncher} uses it. The numbers are the same on every architecture.
 */
final class Landlock {
    /** The least version of the kernel interface with TCP. */
    static final int LEAST_ABI = 4;

    private static final long CREATE = 444;
    private static final long ADD = 445;
    private static final long RESTRICT = 446;
    private static final int VERSION = 1;
    private static final int PATH_BENEATH = 1;
    private static final int O_PATH_CLOEXEC = 010000000 | 02000000;

    private static final long EXECUTE = 1;
    private static final long WRITE_FILE = 1 << 1;
    private static final long READ_FILE = 1 << 2;
    private static final long READ_DIR = 1 << 3;
    private static final long TRUNCATE = 1 << 14;
    private static final long IOCTL_DEV = 1 << 15;
    private static final long ALL_OF_ABI_4 = (1 << 15) - 1;
    private static final long OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV;
    private static final long TCP = 3;
    private static final long SIGNALS_AND_ABSTRACT_SOCKETS = 3;

    /** What may be done with a path and everything below it. */
    enum Access {
        READ(READ_FILE | READ_DIR),
        EXECUTE(Landlock.EXECUTE | READ_FILE | READ_DIR),
        DEVICE(READ_FILE | WRITE_FILE | IOCTL_DEV),
        WRITE(-1);

        private final long rights;

        Access(long rights) {
            this.rights = rights;
        }
    }

    private final int abi;
    private final long handled;
    private final int ruleset;

    private Landlock(int abi) throws IOException {
        this.abi = abi;
        this.handled = abi >= 5 ? ALL_OF_ABI_4 | IOCTL_DEV : ALL_OF_ABI_4;
        Memory attributes = new Memory(24);
        attributes.setLong(0, handled);
        attributes.setLong(8, TCP);
        attributes.setLong(16, SIGNALS_AND_ABSTRACT_SOCKETS);
        ruleset = (int) LibC.syscall(CREATE, Pointer.nativeValue(attributes), abi >= 6 ? 24 : 16, 0, 0);
        if (ruleset < 0) {
            throw new IOException("Landlock made no ruleset (error " + LibC.error() + ")");
        }
    }

    /** A ruleset that allows nothing yet. */
    static Landlock create() throws IOException {
        int abi = (int) LibC.syscall(CREATE, 0, 0, VERSION, 0);
        if (abi < LEAST_ABI) {
            throw new IOException("the kernel's Landlock has version " + Math.max(abi, 0) + ", and " + LEAST_ABI
                    + " is needed (Linux 6.7)");
        }
        return new Landlock(abi);
    }

    /** Allows a path; one that does not exist is left out. */
    void allow(Path path, Access access) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        int descriptor = LibC.open(path.toString(), O_PATH_CLOEXEC);
        if (descriptor < 0) {
            throw new IOException("'" + path + "' can't be opened (error " + LibC.error() + ")");
        }
        long rights = access.rights & handled & (Files.isDirectory(path) ? -1 : OF_FILES);
        Memory rule = new Memory(12);
        rule.setLong(0, rights);
        rule.setInt(8, descriptor);
        long added = LibC.syscall(ADD, ruleset, PATH_BENEATH, Pointer.nativeValue(rule), 0);
        int error = LibC.error();
        LibC.close(descriptor);
        if (added != 0) {
            throw new IOException("Landlock did not take '" + path + "' (error " + error + ")");
        }
    }

    /** Restricts the calling thread for good. */
    void enforce() throws IOException {
        if (LibC.syscall(RESTRICT, ruleset, 0, 0, 0) != 0) {
            throw new IOException("Landlock version " + abi + " did not restrict (error " + LibC.error() + ")");
        }
    }
}
