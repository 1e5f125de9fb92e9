package io.jenkins.plugins.openfactory.jenkins.steps;

/**
 * Lets a step have a body or none. Pipeline: Groovy asks a descriptor whether its step takes one when it reads the
 * arguments, and once more only to refuse a call without one ({@code DSL.invokeStep}, also in workflow-cps 4331); the
 * only step that it lets off is {@code stage}, by the name of its class. So that second question is told apart by who
 * asks it. Stateless.
 */
final class OptionalBody {
    private static final String ASKER = "org.jenkinsci.plugins.workflow.cps.DSL";
    private static final String REFUSAL = "invokeStep";

    private OptionalBody() {}

    /** What a descriptor's {@code takesImplicitBlockArgument} answers; called from there alone. */
    static boolean answer() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(2).findFirst())
                .filter(asker -> asker.getClassName().equals(ASKER)
                        && asker.getMethodName().equals(REFUSAL))
                .isEmpty();
    }
}
