package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Files that the user named, with errors that name them back. */
final class Files {
    private Files() {}

    /** The absolute path of something that exists. */
    static String existing(String option, Path path) {
        if (!java.nio.file.Files.exists(path)) {
            throw new UserError(option + " names '" + path + "', which does not exist.");
        }
        return path.toAbsolutePath().normalize().toString();
    }

    /** The text of a file in UTF-8. */
    static String text(String option, Path path) {
        existing(option, path);
        try {
            return java.nio.file.Files.readString(path, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new UserError(option + " names '" + path + "', which is not UTF-8 text.", e);
        } catch (IOException e) {
            throw new UserError(option + " names '" + path + "', which can't be read: " + e.getMessage() + ".", e);
        }
    }

    /** All of standard input in UTF-8. */
    static String standardInput() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserError("Standard input can't be read: " + e.getMessage() + ".", e);
        }
    }
}
