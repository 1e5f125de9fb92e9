package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.evidence.sign.KeyFolder;
import io.jenkins.plugins.openfactory.evidence.sign.SigningKey;
import io.jenkins.plugins.openfactory.json.Json;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "key",
        description = "The Ed25519 key that signs release bundles: its public half, or your own key instead.",
        mixinStandardHelpOptions = true)
final class KeyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: key show, or key import FILE");
    }

    @Command(
            name = "show",
            description = "Prints the public key in PEM, for whoever verifies bundles; made now where there is none.",
            mixinStandardHelpOptions = true)
    int show(@Mixin HomeOption home, @Option(names = "--json", description = "Print a JSON object.") boolean json) {
        try (Wiring wiring = Wiring.open(home.path())) {
            print(wiring.keys(), wiring.keys().open(), json);
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "import",
            description = "Signs with your own key from now on, for instance one that 'openssl genpkey -algorithm"
                    + " ed25519' made.",
            mixinStandardHelpOptions = true)
    int bring(
            @Parameters(paramLabel = "FILE", description = "An Ed25519 private key in PEM (PKCS #8), not encrypted.")
                    Path file,
            @Mixin HomeOption home,
            @Option(names = "--replace", description = "Let go of the key that is there.") boolean replace,
            @Option(names = "--json", description = "Print a JSON object.") boolean json) {
        Files.existing("FILE", file);
        try (Wiring wiring = Wiring.open(home.path())) {
            print(wiring.keys(), wiring.keys().bring(file, replace), json);
        }
        return ExitCode.DONE;
    }

    private static void print(KeyFolder folder, SigningKey key, boolean json) {
        if (json) {
            System.out.print(Json.pretty(Json.object()
                    .put("id", key.known().id())
                    .put("publicKey", key.known().pem())
                    .put("file", folder.publicFile().toString())));
            return;
        }
        System.out.print(key.known().pem());
        System.out.println(
                "fingerprint " + key.known().id() + " (SHA-256 of the key in DER), file " + folder.publicFile());
    }
}
