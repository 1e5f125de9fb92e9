package io.jenkins.plugins.openfactory.evidence.sign;

import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The folder that keeps the signing key: {@code signing.pem} with the private key, for its owner's eyes only, and
 * {@code signing.pub.pem}. The key is made at the first use, by one of several processes that may ask at once. Safe for
 * any thread.
 */
public final class KeyFolder {
    private static final String SECRET = "signing.pem";
    private static final String KNOWN = "signing.pub.pem";
    private static final int MOST_BYTES = 64 * 1024;

    /** The key that was read last: to derive its public half takes longer than to sign. */
    private static volatile Parsed last;

    private record Parsed(String sha256, SigningKey key) {}

    private final Path folder;

    public KeyFolder(Path folder) {
        this.folder = folder;
    }

    public Path secretFile() {
        return folder.resolve(SECRET);
    }

    public Path publicFile() {
        return folder.resolve(KNOWN);
    }

    /**
     * The key, made now where there is none.
     *
     * @throws UserError where the file is no such key, or others can read it
     * @throws WorldFault {@code key_failed} where the folder can't be read or written
     */
    public SigningKey open() {
        try {
            if (!Files.exists(secretFile(), LinkOption.NOFOLLOW_LINKS)) {
                create(SigningKey.generate());
            }
            SigningKey key = read(secretFile());
            publish(key);
            return key;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Makes an administrator's own key the one that signs from now on.
     *
     * @param pem a private key in PEM
     * @param replace whether a key that is there may go; bundles that it signed stay valid under its public half
     * @throws UserError where the file is no such key, or there is another key that may not go
     */
    public SigningKey bring(Path pem, boolean replace) {
        try {
            SigningKey key = parse(pem);
            if (Files.exists(secretFile(), LinkOption.NOFOLLOW_LINKS)) {
                if (!replace && !read(secretFile()).known().equals(key.known())) {
                    throw new UserError("There is a signing key at '" + secretFile()
                            + "' already; keep its public half and say --replace to sign with the new one.");
                }
                Files.move(
                        write(key), secretFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                create(key);
            }
            publish(key);
            return key;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private WorldFault failed(IOException e) {
        return new WorldFault(
                "key_failed",
                "The signing key in '" + folder + "' can't be used: " + e.getMessage()
                        + "; see that the folder can be written.",
                e);
    }

    /** Puts the key in its place unless another process was first. */
    private void create(SigningKey key) throws IOException {
        Path made = write(key);
        try {
            Files.createLink(secretFile(), made);
        } catch (FileAlreadyExistsException e) {
            // The other process's key is the one.
        } catch (UnsupportedOperationException e) {
            Files.copy(made, secretFile(), StandardCopyOption.COPY_ATTRIBUTES);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private Path write(SigningKey key) throws IOException {
        Files.createDirectories(folder);
        if (posix()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        Path made = Files.createTempFile(folder, "signing", ".new", owner());
        try (FileOutputStream out = new FileOutputStream(made.toFile())) {
            out.write(key.secretPem().getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
        return made;
    }

    private FileAttribute<?>[] owner() {
        return posix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private boolean posix() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private void publish(SigningKey key) throws IOException {
        String pem = key.known().pem();
        if (!Files.exists(publicFile()) || !Files.readString(publicFile()).equals(pem)) {
            Path made = Files.createTempFile(folder, "public", ".new");
            Files.writeString(made, pem);
            Files.move(made, publicFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private SigningKey read(Path file) throws IOException {
        if (posix()) {
            Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
            if (allowed.stream().anyMatch(one -> !one.name().startsWith("OWNER_"))) {
                throw new UserError("The signing key '" + file + "' can be read or written by others ("
                        + PosixFilePermissions.toString(allowed) + "); make it safe with: chmod 600 " + file);
            }
        }
        return parse(file);
    }

    private static SigningKey parse(String pem) {
        String sha256 = Sha256.hex(pem);
        Parsed known = last;
        if (known == null || !known.sha256().equals(sha256)) {
            known = new Parsed(sha256, SigningKey.parse(pem));
            last = known;
        }
        return known.key();
    }

    private static SigningKey parse(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new UserError(
                    "The file '" + file + "' is no signing key: it has more than " + MOST_BYTES + " bytes.");
        }
        try {
            return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new UserError("The file '" + file + "' is no signing key: " + e.getMessage() + ".", e);
        }
    }
}
