package io.jenkins.plugins.openfactory.engine.stage.cigate;

import io.jenkins.plugins.openfactory.diagnosis.Evidence;
import io.jenkins.plugins.openfactory.diagnosis.FailureEvidence;
import io.jenkins.plugins.openfactory.diagnosis.LogSource;
import io.jenkins.plugins.openfactory.engine.RunSettings;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.work.Verifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds out why a required check failed, by running what it runs on the base and on the head. */
final class Triage {
    private static final int EVIDENCE_TOKENS = 3000;

    private final StageContext context;

    Triage(StageContext context) {
        this.context = context;
    }

    /** Whose fault it is. */
    enum Kind {
        CAUSED_BY_PATCH,
        PRE_EXISTING,
        FLAKY,
        INFRASTRUCTURE;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The verdict on one failed check.
     *
     * @param reason one sentence
     * @param ran what was run to find out
     * @param evidence the condensed failure, for people and for the mend
     */
    record Verdict(Kind kind, String reason, List<Verifier.Ran> ran, String evidence) {
        static Verdict infrastructure(Observation.Seen check) {
            return new Verdict(
                    Kind.INFRASTRUCTURE,
                    "The check " + check.name() + " ended as " + check.state() + "; it is run once more.",
                    List.of(),
                    "");
        }
    }

    Verdict judge(int round, Observation.Seen check, String head) {
        if (context.config().reproduce(check.name()).isEmpty()) {
            return new Verdict(
                    Kind.INFRASTRUCTURE,
                    "nothing is known that would reproduce it here; name its commands under checks in "
                            + RunSettings.PROJECT_FILE + ".",
                    List.of(),
                    "");
        }
        Evidence evidence = FailureEvidence.extract(
                List.of(new LogSource("log of check " + check.name(), check.log())),
                Optional.empty(),
                List.of(),
                EVIDENCE_TOKENS);
        Verifier.Verdict onHead = reproduce("triage-" + round + "-head", check, head);
        List<Verifier.Ran> ran = new ArrayList<>(onHead.ran());
        if (onHead instanceof Verifier.Verdict.Infrastructure broken) {
            return new Verdict(
                    Kind.INFRASTRUCTURE, "it could not be reproduced here: " + broken.reason(), ran, evidence.text());
        }
        if (onHead instanceof Verifier.Verdict.Passed) {
            Optional<String> trouble = InfrastructureTrouble.in(check.log());
            if (trouble.isPresent() && evidence.failingTests().isEmpty()) {
                return new Verdict(
                        Kind.INFRASTRUCTURE,
                        "the same commands pass here, no test is named, and its log shows trouble of the machine or the network ('"
                                + trouble.get() + "').",
                        ran,
                        evidence.text());
            }
            return new Verdict(Kind.FLAKY, "the same commands pass here on the same commit.", ran, evidence.text());
        }
        Verifier.Verdict onBase =
                reproduce("triage-" + round + "-base", check, context.config().baseCommit());
        ran.addAll(onBase.ran());
        if (onBase instanceof Verifier.Verdict.Passed) {
            return new Verdict(
                    Kind.CAUSED_BY_PATCH, "it passes on the base commit and fails on the head.", ran, evidence.text());
        }
        return onBase instanceof Verifier.Verdict.Infrastructure broken
                ? new Verdict(
                        Kind.INFRASTRUCTURE, "the base could not be tried: " + broken.reason(), ran, evidence.text())
                : new Verdict(
                        Kind.PRE_EXISTING,
                        "it fails on the base commit as well, so the patch did not cause it; mend the base first.",
                        ran,
                        evidence.text());
    }

    private Verifier.Verdict reproduce(String name, Observation.Seen check, String commit) {
        context.note("triage: trying check " + check.name() + " on " + commit.substring(0, 12));
        return new Verifier(context)
                .verify(
                        context.scope(),
                        new Verifier.Job(
                                name,
                                commit,
                                context.workspace("triage"),
                                context.config().reproduce(check.name()),
                                "gate",
                                Optional.empty(),
                                Duration.ofSeconds(context.config().commandSeconds()),
                                "CI_EVIDENCE/logs"));
    }
}
