package io.jenkins.plugins.openfactory.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import hudson.model.Result;
import io.jenkins.plugins.openfactory.jenkins.run.FactoryRunAction;
import java.util.Map;
import org.jenkinsci.plugins.pipeline.modeldefinition.actions.RestartDeclarativePipelineAction;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Replay and Restart from stage begin a clean run. */
@WithJenkins
class RestartFromStageTest {
    private static final String STAGES = """
            pipeline {
              agent none
              stages {
                stage('Specification') { agent any
                  steps { factorySpecFreeze() } }
                stage('Tickets') { agent any
                  steps { factoryTickets maxTickets: 7 } }
                stage('Implementation') { agent any
                  steps { factoryImplement parallel: 1 } }
                stage('Pull request') {
                  steps { factoryCiGate(requiredChecks: ['tests']) { node('') { factoryImplement() } } } }
                stage('Release') { agent any
                  steps { factoryRelease() } }
              }
            }
            """;

    @Test
    void shouldBeginACleanRunWithTheFormerRequestFromALaterStage(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = Pipelines.job(jenkins, "restart", STAGES);
        WorkflowRun former = jenkins.buildAndAssertSuccess(job);

        WorkflowRun build = restart(jenkins, former, "Implementation");

        jenkins.assertBuildStatusSuccess(build);
        jenkins.assertLogContains("restarted from stage 'Implementation' of build #1: a clean run", build);
        assertNotEquals(runId(former), runId(build));
        assertEquals(
                jenkins.getJSON(former.getUrl() + "openfactory/api/json")
                        .getJSONObject()
                        .getJSONObject("request"),
                jenkins.getJSON(build.getUrl() + "openfactory/api/json")
                        .getJSONObject()
                        .getJSONObject("request"));

        WorkflowRun again = restart(jenkins, build, "Tickets");

        jenkins.assertBuildStatusSuccess(again);
        jenkins.assertLogContains("restarted from stage 'Tickets' of build #2", again);
    }

    @Test
    void shouldSayWhatToDoWhereTheStepHasNoNode(JenkinsRule jenkins) throws Exception {
        WorkflowRun former = jenkins.buildAndAssertSuccess(Pipelines.job(jenkins, "nodeless", STAGES));

        WorkflowRun build = restart(jenkins, former, "Pull request");

        jenkins.assertBuildStatus(Result.FAILURE, build);
        jenkins.assertLogContains(
                "This build was restarted from stage 'Pull request', so its run begins anew, which needs a node", build);
        jenkins.assertLogContains("restart from the stage of factorySpecFreeze.", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void shouldSayWhatToDoWhereTheFormerBuildHasNoRun(JenkinsRule jenkins) throws Exception {
        String script = STAGES.replace("factorySpecFreeze()", "echo 'nothing'").replace("factoryTickets maxTickets: 7", "echo 'no'");
        WorkflowRun former =
                jenkins.buildAndAssertStatus(Result.FAILURE, Pipelines.job(jenkins, "nothing", script));

        WorkflowRun build = restart(jenkins, former, "Implementation");

        jenkins.assertBuildStatus(Result.FAILURE, build);
        jenkins.assertLogContains("nor in build #1 that it was restarted from", build);
    }

    @Test
    void shouldBeginACleanRunWhenReplayed(JenkinsRule jenkins) throws Exception {
        WorkflowRun former = jenkins.buildAndAssertSuccess(Pipelines.job(jenkins, "replay", Pipelines.WHOLE));
        ReplayAction replay = former.getAction(ReplayAction.class);

        WorkflowRun build = (WorkflowRun)
                replay.run(replay.getOriginalScript(), Map.<String, String>of()).get();

        jenkins.assertBuildStatusSuccess(build);
        assertNotEquals(runId(former), runId(build));
        jenkins.assertLogContains("release done", build);
    }

    private static WorkflowRun restart(JenkinsRule jenkins, WorkflowRun former, String stage) throws Exception {
        assertNotNull(former.getAction(RestartDeclarativePipelineAction.class).run(stage));
        jenkins.waitUntilNoActivity();
        return former.getParent().getBuildByNumber(former.getNumber() + 1);
    }

    private static String runId(WorkflowRun build) {
        return build.getAction(FactoryRunAction.class).getRunId();
    }
}
