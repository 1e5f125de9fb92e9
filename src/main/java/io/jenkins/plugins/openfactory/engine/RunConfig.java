package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.journal.Budget;
import io.jenkins.plugins.openfactory.model.ModelSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one run, kept with it as JSON and never changed afterwards but by amendments. Holds paths of secrets, never secrets.
 *
 * @param repository absolute path or URL of the source
 * @param base the branch that the pull request goes to
 * @param baseCommit its head when the run began
 * @param requiredChecks names of the checks that must succeed
 * @param gates argv lists that must pass before anything is pushed
 * @param checks what each check runs: for the local forge, and to reproduce a failed check anywhere
 * @param policyFile the administrator's command policy; empty for the shipped one
 * @param parallel tickets at once, 1 to 16
 * @param attempts of each ticket, 1 to 10
 * @param ciFixes mends of a failed check, 0 to 10
 * @param ciWaitSeconds how long required checks may take
 * @param commandSeconds wall clock of one command
 * @param maxDiffLines added and removed lines that a pull request may have
 * @param mayAsk whether one clarification question may be asked
 * @param approvals any of {@code spec}, {@code tickets}, {@code pr}
 * @param coAuthor a co-author line for commits; empty for none
 * @param prepare commands that fetch what the repository needs before it can be built without a network
 * @param maxTickets tickets that a plan may have, 1 to 50; empty for 50
 */
public record RunConfig(
        String repository,
        String base,
        String baseCommit,
        ForgeConfig forge,
        List<String> requiredChecks,
        List<List<String>> gates,
        Map<String, List<List<String>>> checks,
        Optional<String> policyFile,
        int parallel,
        int attempts,
        int ciFixes,
        int ciWaitSeconds,
        int commandSeconds,
        int maxDiffLines,
        boolean mayAsk,
        BudgetConfig budget,
        List<String> approvals,
        ModelConfig model,
        SandboxConfig sandbox,
        String coAuthor,
        List<List<String>> prepare,
        Optional<Integer> maxTickets) {
    public RunConfig {
        prepare = prepare == null ? List.of() : prepare;
    }

    /**
     * Where the pull request goes.
     *
     * @param kind {@code local} or {@code github}
     * @param url API base URL of a GitHub Enterprise server
     * @param repo {@code OWNER/NAME} on GitHub
     * @param tokenFile the file that holds the token
     */
    public record ForgeConfig(String kind, Optional<String> url, Optional<String> repo, Optional<String> tokenFile) {}

    /** Bounds; empty means none. Money in US dollars. */
    public record BudgetConfig(
            Optional<Double> usd,
            Optional<Long> tokens,
            Optional<Double> usdPerTicket,
            Optional<Long> tokensPerTicket,
            Optional<Double> usdPerDay,
            Optional<Long> tokensPerDay,
            Optional<Integer> wallClockSeconds) {
        /** Whether a bound in money is set, so that every price has to be known. */
        public boolean boundsMoney() {
            return toBudget().boundsMoney();
        }

        Budget toBudget() {
            return new Budget(tokens, usd, tokensPerTicket, usdPerTicket, tokensPerDay, usdPerDay);
        }
    }

    /**
     * How the model is reached.
     *
     * @param directory of a scripted model's replies, or {@code bundled:smoke} for the ones that ship with us
     * @param recording file of a replayed model
     * @param record file that receives a recording of every exchange
     * @param keyFile the file that holds the key
     * @param escalation a stronger model that the last attempt of a ticket and the last mend of a check ask; it has none itself
     */
    public record ModelConfig(
            String provider,
            String baseUrl,
            String modelId,
            double temperature,
            int maxTokens,
            Optional<Integer> seed,
            int timeoutSeconds,
            Optional<Double> usdPerMillionPromptTokens,
            Optional<Double> usdPerMillionCompletionTokens,
            Optional<String> directory,
            Optional<String> recording,
            Optional<String> record,
            Optional<String> keyFile,
            Optional<ModelConfig> escalation) {
        /** What the model port needs of it. */
        public ModelSettings settings() {
            return new ModelSettings(
                    provider,
                    baseUrl,
                    modelId,
                    temperature,
                    maxTokens,
                    seed,
                    Duration.ofSeconds(timeoutSeconds),
                    usdPerMillionPromptTokens,
                    usdPerMillionCompletionTokens);
        }
    }

    /**
     * What commands run in.
     *
     * @param minimumTier {@code full} or {@code reduced}: the weakest tier that the administrator accepts
     * @param buildsInReducedTier whether builds and tests may run in the REDUCED tier
     * @param prepareHosts what the prepare commands may reach, each as {@code HOST} or {@code HOST:PORT}
     */
    public record SandboxConfig(String minimumTier, boolean buildsInReducedTier, List<String> prepareHosts) {
        public SandboxConfig {
            prepareHosts = prepareHosts == null ? List.of() : List.copyOf(prepareHosts);
        }
    }

    /** The branch that the run pushes. */
    public static String branch(String runId) {
        return "openfactory/" + runId;
    }

    /** What reproduces a check: its own commands where they are known, else the gates. */
    public List<List<String>> reproduce(String check) {
        return checks.getOrDefault(check, gates);
    }
}
