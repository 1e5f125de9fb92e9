package io.jenkins.plugins.openfactory.git;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that checks two commits out in turn until it is killed. */
final class CheckoutLoop {
    private CheckoutLoop() {}

    public static void main(String[] arguments) {
        GitRepository repository = RealGit.local(Path.of(arguments[0])).open(Path.of(arguments[1]));
        System.out.write('!');
        System.out.flush();
        for (int i = 3; ; i = i == 3 ? 4 : 3) {
            repository.checkout(Path.of(arguments[2]), arguments[i]);
        }
    }

    /** Starts the process and returns once it is about to begin. */
    static Process start(Path config, Path gitDir, Path workspace, String one, String two) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CheckoutLoop.class.getName(),
                        config.toString(),
                        gitDir.toString(),
                        workspace.toString(),
                        one,
                        two)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.getInputStream().read() != '!') {
            throw new IOException("the other process did not start");
        }
        return process;
    }
}
