package io.jenkins.plugins.openfactory.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.Decision;
import io.jenkins.plugins.openfactory.exec.MaskedLog;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.erdtman.jcs.JsonCanonicalizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What needs no disk, by JMH: masking, decisions of the policy, canonical JSON. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(1)
public class MicroBenchmarks {
    public static void main(String[] arguments) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(Pattern.quote(MicroBenchmarks.class.getName()))
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
        for (int secrets : new int[] {50, 300}) {
            String what = "masking a byte of a log, " + secrets + " secrets, " + new MaskedLog(secrets).forms()
                    + " texts (JMH)";
            Bench.Times ours = times(results, "masked", secrets);
            Bench.faster(what, ours, "regex of alternatives", times(results, "maskedByRegex", secrets), 50);
            Bench.faster(what, ours, "an Aho–Corasick library", times(results, "maskedByLibrary", secrets), 5);
        }
        Bench.compared(
                "canonical JSON of a policy document (JMH)",
                times(results, "canonical", 0),
                "java-json-canonicalization, from the text",
                times(results, "canonicalByLibrary", 0));
        Bench.compared(
                "decision about one command line (JMH)",
                times(results, "decided", 0),
                "splitting the line alone",
                times(results, "split", 0));
    }

    /** Microseconds of each measured iteration. */
    private static Bench.Times times(Collection<RunResult> results, String method, int secrets) {
        RunResult found = results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
                .filter(result ->
                        secrets == 0 || result.getParams().getParam("secrets").equals("" + secrets))
                .findFirst()
                .orElseThrow();
        return new Bench.Times(found.getBenchmarkResults().stream()
                .flatMap(result -> result.getIterationResults().stream())
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore() / 1000)
                .sorted()
                .toArray());
    }

    /** A log and its secrets. */
    @State(Scope.Benchmark)
    public static class Log {
        @Param({"50", "300"})
        public int secrets;

        private MaskedLog log;

        @Setup(Level.Trial)
        public void make() {
            log = new MaskedLog(secrets);
        }
    }

    @Benchmark
    @OperationsPerInvocation(MaskedLog.BYTES)
    public int masked(Log log) throws IOException {
        return log.log.ours();
    }

    @Benchmark
    @OperationsPerInvocation(MaskedLog.SHORT)
    public int maskedByRegex(Log log) {
        return log.log.regex();
    }

    @Benchmark
    @OperationsPerInvocation(MaskedLog.BYTES)
    public int maskedByLibrary(Log log) {
        return log.log.library();
    }

    /** A document of some ten kilobytes. */
    @State(Scope.Benchmark)
    public static class Document {
        private JsonNode tree;
        private String text;

        @Setup(Level.Trial)
        public void make() {
            tree = Json.tree(CommandPolicy.shipped().rules());
            text = Json.write(tree);
        }
    }

    @Benchmark
    public String canonical(Document document) {
        return Json.canonical(document.tree);
    }

    @Benchmark
    public String canonicalByLibrary(Document document) throws IOException {
        return new JsonCanonicalizer(document.text).getEncodedString();
    }

    /** Lines that builds run every day. */
    @State(Scope.Benchmark)
    public static class Lines {
        private final CommandPolicy policy = CommandPolicy.shipped();
        private final List<String> lines =
                List.of("mvn -B -q -o test", "npm run build", "python3 -m pytest -q tests", "grep -rn foo src", "make");
        private int next;

        private List<String> argv() {
            next = (next + 1) % lines.size();
            return List.of(lines.get(next).split(" "));
        }
    }

    @Benchmark
    public Decision decided(Lines lines) {
        return lines.policy.decide(lines.argv());
    }

    @Benchmark
    public List<String> split(Lines lines) {
        return lines.argv();
    }
}
