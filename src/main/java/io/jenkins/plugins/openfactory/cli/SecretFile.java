package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** A secret in a file that only its owner may read. */
final class SecretFile {
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private SecretFile() {}

    /** The secret, without the white space around it. */
    static String read(String option, Path file) {
        try {
            Set<PosixFilePermission> permissions = java.nio.file.Files.getPosixFilePermissions(file);
            if (permissions.stream().anyMatch(OTHERS::contains)) {
                throw new UserError(option + " names '" + file + "', which others can read; run: chmod 600 " + file);
            }
            String secret = java.nio.file.Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new UserError(option + " names '" + file + "', which is empty.");
            }
            return secret;
        } catch (IOException e) {
            throw new UserError(option + " names '" + file + "', which can't be read: " + e.getMessage() + ".", e);
        }
    }
}
