package io.jenkins.plugins.openfactory.engine.stage.release;

import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.artifact.Manifest;
import io.jenkins.plugins.openfactory.evidence.AuditFile;
import io.jenkins.plugins.openfactory.evidence.Provenance;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.evidence.Traceability;
import io.jenkins.plugins.openfactory.evidence.report.PipelineChart;
import io.jenkins.plugins.openfactory.evidence.report.Runbook;
import io.jenkins.plugins.openfactory.evidence.report.SecurityReport;
import io.jenkins.plugins.openfactory.evidence.report.SummaryReport;
import io.jenkins.plugins.openfactory.evidence.report.TestReport;
import io.jenkins.plugins.openfactory.evidence.sign.VerifyingKey;
import io.jenkins.plugins.openfactory.evidence.view.HtmlReport;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.journal.ArtifactDoor.Text;
import io.jenkins.plugins.openfactory.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The files of a release, each made from the ones before it; the manifest comes last. */
final class Bundle {
    private static final String SUMMARY = "FINAL_SUMMARY.md";
    private static final String RUNBOOK = "RUNBOOK.md";
    private static final String TESTS = "TEST_REPORT.md";
    private static final String SECURITY = "SECURITY_NOTES.md";
    private static final String CHART = "pipeline.mmd";
    private static final String STATUS = "report/run.json";

    /** The files that are made here; where one was left by a former entry of the stage, it is replaced. */
    private static final Set<String> OWN = Set.of(
            SUMMARY,
            RUNBOOK,
            TESTS,
            SECURITY,
            CHART,
            STATUS,
            Traceability.PATH,
            HtmlReport.PATH,
            AuditFile.PATH,
            Provenance.PATH,
            Provenance.ENVELOPE,
            VerifyingKey.PATH,
            Manifest.PATH);

    private final Observed observed;
    private final Function<String, Optional<String>> read;
    private final UnaryOperator<String> masked;

    /**
     * @param read the text of an artifact by its path
     * @param masked a text as it is published
     */
    Bundle(Observed observed, Function<String, Optional<String>> read, UnaryOperator<String> masked) {
        this.observed = observed;
        this.read = read;
        this.masked = masked;
    }

    /** Those of a run's artifacts that the stages before made. */
    static List<Artifact> before(List<Artifact> all) {
        return all.stream().filter(artifact -> !OWN.contains(artifact.path())).toList();
    }

    /** How many files a bundle has on top of these. */
    static int files(List<Artifact> before) {
        return before.size() + OWN.size();
    }

    /** The files that tell of the run, each made from the ones before it; nothing is published. */
    List<Text> tell() {
        RunEvidence run = observed.evidence();
        Telling telling = new Telling();
        // On every core: none of them needs another.
        List.of(
                        making(AuditFile.PATH, () -> AuditFile.text(observed.chain())),
                        making(SUMMARY, () -> SummaryReport.render(run)),
                        making(RUNBOOK, () -> Runbook.render(run)),
                        making(TESTS, () -> TestReport.render(run)),
                        making(SECURITY, () -> SecurityReport.render(run, files(observed.artifacts()))),
                        making(CHART, () -> PipelineChart.render(run)),
                        making(Traceability.PATH, () -> Json.pretty(Traceability.proven(run))),
                        making(STATUS, () -> Json.pretty(observed.status())))
                .parallelStream()
                .map(Supplier::get)
                .toList()
                .forEach(told -> telling.add(told.path(), told.text()));
        telling.add(HtmlReport.PATH, HtmlReport.render(run, observed.status(), telling.artifacts(), telling::read));
        telling.add(Provenance.PATH, Json.pretty(Provenance.statement(run, telling.artifacts())));
        return List.copyOf(telling.texts.values());
    }

    private static Supplier<Text> making(String path, Supplier<String> text) {
        return () -> new Text(path, text.get());
    }

    /** What was told so far, on top of what the stages before published. */
    private final class Telling {
        private final Map<String, Text> texts = new LinkedHashMap<>();
        private final List<Artifact> artifacts = new ArrayList<>(observed.artifacts());

        void add(String path, String text) {
            texts.put(path, new Text(path, text));
            byte[] published = masked.apply(text).getBytes(StandardCharsets.UTF_8);
            artifacts.add(new Artifact(path, published.length, Sha256.hex(published)));
        }

        List<Artifact> artifacts() {
            return artifacts.stream()
                    .sorted(Comparator.comparing(Artifact::path))
                    .toList();
        }

        Optional<String> read(String path) {
            return Optional.ofNullable(texts.get(path)).map(Text::text).or(() -> read.apply(path));
        }
    }

    /**
     * Makes the signed envelope of the provenance, the key to check it with, and the manifest of everything.
     *
     * @param published the files that {@link #tell} made, as they were published
     */
    void seal(List<Artifact> published, Sealed sealed, Function<List<Text>, List<Artifact>> out) {
        List<Artifact> artifacts = new ArrayList<>(observed.artifacts());
        artifacts.addAll(published);
        artifacts.addAll(out.apply(
                List.of(new Text(Provenance.ENVELOPE, sealed.envelope()), new Text(VerifyingKey.PATH, sealed.key()))));
        RunEvidence.Run run = observed.evidence().run();
        Manifest manifest = Manifest.of(run.runId(), Optional.of(run.specSha256()), artifacts);
        out.apply(List.of(new Text(Manifest.PATH, manifest.text())));
    }

    /**
     * A signature as it is published.
     *
     * @param envelope the DSSE envelope's text
     * @param key the public key in PEM
     */
    record Sealed(String envelope, String key) {}
}
