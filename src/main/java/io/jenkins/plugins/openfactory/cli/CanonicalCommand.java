package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "canonical",
        description = "Prints a file's canonical JSON (RFC 8785), then its SHA-256 on a line of its own.",
        mixinStandardHelpOptions = true)
final class CanonicalCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE")
    private Path file;

    @Override
    public Integer call() {
        String text = Files.text("FILE", file);
        try {
            String canonical = Json.canonical(Json.read(text));
            System.out.println(canonical);
            System.out.println(Sha256.hex(canonical));
        } catch (IllegalArgumentException e) {
            throw new UserError("'" + file + "' has no canonical form: " + e.getMessage() + ".", e);
        }
        return ExitCode.DONE;
    }
}
