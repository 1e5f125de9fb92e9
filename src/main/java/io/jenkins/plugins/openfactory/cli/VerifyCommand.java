package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.artifact.Manifest;
import io.jenkins.plugins.openfactory.evidence.sign.VerifyingKey;
import io.jenkins.plugins.openfactory.evidence.verify.BundleFiles;
import io.jenkins.plugins.openfactory.evidence.verify.BundleVerifier;
import io.jenkins.plugins.openfactory.evidence.verify.FolderFiles;
import io.jenkins.plugins.openfactory.evidence.verify.Problem;
import io.jenkins.plugins.openfactory.evidence.verify.Verification;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {
            "Checks a release bundle without trusting who made it: signature, manifest, audit chain, freeze hash,"
                    + " traceability, and that what was tested is what the pull request ends with.",
            "Exits with 0 where all holds, 1 where something does not, 2 where BUNDLE is no bundle."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private static final int BAD = 1;

    @Parameters(paramLabel = "BUNDLE", description = "A folder of artifacts.")
    private Path bundle;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The public key, or several, in PEM, that the signature must be of. Without it the key that"
                    + " came with the bundle is taken.")
    private Path keyFile;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Path folder = Path.of(Files.existing("BUNDLE", bundle));
        List<VerifyingKey> given = keyFile == null ? List.of() : keys(keyFile);
        if (!java.nio.file.Files.isRegularFile(folder.resolve(Manifest.PATH))) {
            throw new UserError("BUNDLE is '" + bundle + "', which has no " + Manifest.PATH
                    + "; name the folder of a finished run's artifacts.");
        }
        Verification result;
        try (BundleFiles files = new FolderFiles(folder)) {
            result = BundleVerifier.verify(files, given);
        }
        if (json) {
            System.out.print(Json.pretty(result.toJson()));
        } else {
            print(result, System.out);
        }
        return result.valid() ? ExitCode.DONE : BAD;
    }

    private static List<VerifyingKey> keys(Path file) {
        String text = Files.text("--key", file);
        try {
            return VerifyingKey.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UserError("--key names '" + file + "', which can't be used: " + e.getMessage() + ".", e);
        }
    }

    private static void print(Verification result, PrintStream out) {
        for (Verification.Check check : result.checks()) {
            out.println((check.passed() ? "ok      " : "FAILED  ") + check.title());
            for (Problem problem : check.problems()) {
                out.println("        " + problem.sentence());
            }
        }
        out.println();
        if (!result.valid()) {
            out.println("This bundle is not what a run made, or its run should not have been released.");
            return;
        }
        out.println(Count.of(result.files(), "file") + " of run " + result.runId() + ", pull request head "
                + result.headCommit().orElse("unknown") + ", manifest SHA-256 " + result.manifestSha256() + ".");
        String key = result.keyId().orElse("none");
        out.println(
                result.trust() == Verification.Trust.GIVEN
                        ? "Signed with the key " + key + ", which you gave."
                        : "Signed with the key " + key + ", which came with the bundle: trust on first use. Anybody can"
                                + " sign with a key of their own, so compare this fingerprint with the one that the"
                                + " factory's host shows ('factory key show'), or give the key with --key.");
        out.println("A signature does not prove:");
        Verification.NOT_PROVEN.forEach(text -> out.println("  - " + text + "."));
    }
}
