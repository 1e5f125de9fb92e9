package io.jenkins.plugins.openfactory.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.slaves.DumbSlave;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.run.FactoryRunAction;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Steps whose commands run on an agent. */
@WithJenkins
class AgentTest {
    @Test
    void shouldGoOnWhenAnAgentThatWentAwayIsBack(JenkinsRule jenkins) throws Exception {
        DumbSlave agent = jenkins.createSlave("worker", "worker", null);
        jenkins.waitOnline(agent);
        WorkflowRun build = Pipelines.job(jenkins, "lost", Pipelines.WHOLE.replace("node {", "node('worker') {"))
                .scheduleBuild2(0)
                .waitForStart();
        jenkins.waitForMessage("model answered implement 1", build);

        agent.toComputer().disconnect(null).get(1, TimeUnit.MINUTES);
        jenkins.waitForMessage("for it to come back", build);
        agent.toComputer().connect(true).get(1, TimeUnit.MINUTES);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("release done", build);
    }

    @Test
    void shouldMendARedCheckInTheBodyOfTheGate(JenkinsRule jenkins) throws Exception {
        jenkins.createOnlineSlave(hudson.model.Label.get("worker"));

        WorkflowRun build = jenkins.buildAndAssertSuccess(Pipelines.job(jenkins, "body", Pipelines.WITH_BODY));

        jenkins.assertLogContains("mending check tests, fix attempt 1", build);
        jenkins.assertLogContains("gate success", build);
    }

    @Test
    void shouldSayThatTheBodyLacksItsStep(JenkinsRule jenkins) throws Exception {
        jenkins.createOnlineSlave(hudson.model.Label.get("worker"));
        String script = Pipelines.WITH_BODY.replace("{ node('worker') { factoryImplement() } }", "{ echo 'nothing' }");

        WorkflowRun build =
                jenkins.buildAndAssertStatus(hudson.model.Result.FAILURE, Pipelines.job(jenkins, "empty", script));

        jenkins.assertLogContains("ended without factoryImplement in it", build);
    }

    @Test
    void shouldDeleteARunWithItsBuild(JenkinsRule jenkins) throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(Pipelines.job(jenkins, "delete", Pipelines.WHOLE));
        String runId = build.getAction(FactoryRunAction.class).getRunId();
        assertTrue(FactoryRuntime.get().open().store().run(runId).isPresent());

        build.delete();

        assertEquals(false, FactoryRuntime.get().open().store().run(runId).isPresent());
    }
}
