package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.benchmark.Bench;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.sandbox.Launch;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxProbe;
import io.jenkins.plugins.openfactory.run.CancelToken;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs a command through the runner (policy, hashes, masking, audit records in memory) and as the bare sandbox program
 * with the same flags, interleaved, and prints medians and the ratio. Run it as a main class on the test class path; it
 * is no test.
 */
final class RunnerBenchmark {
    private static final int ROUNDS = 300;

    private RunnerBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("runner-benchmark");
        RunnerSettings settings = RunnerSettings.standard();
        RunnerFixture fixture = new RunnerFixture(folder, settings, CommandPolicy.shipped());
        fixture.file("a.txt", "hello\n");
        fixture.masker.register("s3cr3t-value-of-some-length");
        fixture.runner.adopt(fixture.workspace);
        CommandRequest request = fixture.request("cat", "a.txt");
        SandboxProbe.Found found = new SandboxProbe(settings.machine()).find();
        Plan.Run plan = (Plan.Run) new Planner(CommandPolicy.shipped(), settings).plan(request, found);
        long[] ours = new long[ROUNDS];
        long[] bare = new long[ROUNDS];
        for (int round = -50; round < ROUNDS; round++) {
            long own = nanos(() -> fixture.runner.run(request, new CancelToken()));
            long other = bare(plan);
            if (round >= 0) {
                ours[round] = own;
                bare[round] = other;
            }
        }
        Bench.row(
                "one sandboxed command (" + found.report().tier() + ")",
                Bench.Times.ofNanos(ours),
                "bare sandbox program, same flags",
                Bench.Times.ofNanos(bare),
                1.15);
    }

    private static long bare(Plan.Run plan) throws IOException, InterruptedException {
        try (Launch launch = plan.sandbox().prepare(plan.command())) {
            ProcessBuilder builder = new ProcessBuilder(launch.argv()).directory(new File("/"));
            builder.environment().clear();
            long start = System.nanoTime();
            Process process = builder.start();
            process.getOutputStream().close();
            process.getInputStream().readAllBytes();
            process.getErrorStream().readAllBytes();
            process.waitFor();
            return System.nanoTime() - start;
        }
    }

    private static long nanos(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }
}
