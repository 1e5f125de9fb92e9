package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The name of a factory's home among several that share one store. It is made once, kept in the file {@code place} of the
 * home, and moves with it: machine and folder at that time, and eight random digits.
 */
public final class StorePlace {
    private StorePlace() {}

    /** The home's name, which is made where it has none. */
    public static String of(FactoryHome home) {
        Path file = home.root().resolve("place");
        try {
            if (!Files.exists(file)) {
                make(file, home.root());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new WorldFault("disk_failed", "can't read or write " + file + ": " + e.getMessage(), e);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static void make(Path file, Path root) throws IOException {
        byte[] digits = new byte[4];
        new SecureRandom().nextBytes(digits);
        String host = host();
        try {
            Files.writeString(
                    file,
                    host + ":" + root + "#" + HexFormat.of().formatHex(digits) + "\n",
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
        } catch (FileAlreadyExistsException e) {
            // Another process named it at the same time.
        }
    }
}
