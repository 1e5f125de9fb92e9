package io.jenkins.plugins.openfactory.jenkins.steps;

import io.jenkins.plugins.openfactory.run.StageId;
import java.util.Arrays;
import java.util.Optional;

/** The five Pipeline steps, in the order in which they run, each with the stages that it takes the run through. */
public enum StepKind {
    SPEC_FREEZE("factorySpecFreeze", StageId.ARCHITECTURE),
    TICKETS("factoryTickets", StageId.TICKET_PLANNING),
    IMPLEMENT("factoryImplement", StageId.INTEGRATION),
    CI_GATE("factoryCiGate", StageId.PR_CI_GATE),
    RELEASE("factoryRelease", StageId.RELEASE_ARTIFACTS);

    private final String function;
    private final StageId last;

    StepKind(String function, StageId last) {
        this.function = function;
        this.last = last;
    }

    /** Its name in a Jenkinsfile. */
    public String function() {
        return function;
    }

    /** The last of its stages. */
    public StageId last() {
        return last;
    }

    /** The first of its stages. */
    public StageId first() {
        return before().map(step -> StageId.values()[step.last.number() + 1]).orElse(StageId.PREFLIGHT);
    }

    /** The step that must have run before. */
    public Optional<StepKind> before() {
        return ordinal() == 0 ? Optional.empty() : Optional.of(values()[ordinal() - 1]);
    }

    /** The step that takes a run through a stage. */
    public static StepKind of(StageId stage) {
        return Arrays.stream(values())
                .filter(step -> stage.number() <= step.last.number())
                .findFirst()
                .orElseThrow();
    }
}
