package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.artifact.Manifest;
import io.jenkins.plugins.openfactory.evidence.sign.VerifyingKey;
import io.jenkins.plugins.openfactory.evidence.verify.ArchivedFiles;
import io.jenkins.plugins.openfactory.evidence.verify.BundleFiles;
import io.jenkins.plugins.openfactory.evidence.verify.BundleVerifier;
import io.jenkins.plugins.openfactory.evidence.verify.FolderFiles;
import io.jenkins.plugins.openfactory.evidence.verify.Problem;
import io.jenkins.plugins.openfactory.evidence.verify.Verification;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.io.InputStream;
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

    @Parameters(paramLabel = "BUNDLE", description = "The folder of a finished run's artifacts, or its archive.")
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
        Path there = Path.of(Files.existing("BUNDLE", bundle));
        List<VerifyingKey> given = keyFile == null ? List.of() : keys(keyFile);
        Verification result = java.nio.file.Files.isDirectory(there) ? folder(there, given) : archive(there, given);
        if (json) {
            System.out.print(Json.pretty(result.toJson()));
        } else {
            print(result, System.out);
        }
        return result.valid() ? ExitCode.DONE : BAD;
    }

    private Verification folder(Path folder, List<VerifyingKey> given) throws IOException {
        if (!java.nio.file.Files.isRegularFile(folder.resolve(Manifest.PATH))) {
            throw noBundle("which has no " + Manifest.PATH);
        }
        try (BundleFiles files = new FolderFiles(folder)) {
            return BundleVerifier.verify(files, given);
        }
    }

    private Verification archive(Path file, List<VerifyingKey> given) throws IOException {
        byte[] begin = new byte[2];
        try (InputStream in = java.nio.file.Files.newInputStream(file)) {
            if (in.readNBytes(begin, 0, 2) < 2 || begin[0] != 'P' || begin[1] != 'K') {
                throw noBundle("which is neither a folder nor a zip archive");
            }
        }
        try (BundleFiles files = new ArchivedFiles(file)) {
            return BundleVerifier.verify(files, given);
        } catch (IOException e) {
            return Verification.unreadable(String.valueOf(file.getFileName()), e.getMessage());
        }
    }

    private UserError noBundle(String why) {
        return new UserError("BUNDLE is '" + bundle + "', " + why
                + "; name the folder of a finished run's artifacts, or the archive that 'artifacts --archive' wrote.");
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
