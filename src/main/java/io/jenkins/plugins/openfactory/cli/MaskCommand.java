package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.exec.SecretMasker;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "mask",
        description = "Copies standard input to standard output without the secrets.",
        mixinStandardHelpOptions = true)
final class MaskCommand implements Callable<Integer> {
    private static final int SHORTEST = 4;

    @Option(names = "--secrets", paramLabel = "FILE", required = true, description = "One secret a line.")
    private Path secrets;

    @Override
    public Integer call() throws IOException {
        Masker masker = new SecretMasker();
        List<String> values = Files.text("--secrets", secrets).lines().toList();
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isEmpty() && values.get(i).length() < SHORTEST) {
                System.err.println("factory: line " + (i + 1) + " of " + secrets + " is shorter than " + SHORTEST
                        + " characters and is not masked");
            }
            masker.register(values.get(i));
        }
        OutputStream plain = new FilterOutputStream(System.out) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
        try (OutputStream out = masker.mask(plain)) {
            System.in.transferTo(out);
        }
        return ExitCode.DONE;
    }
}
