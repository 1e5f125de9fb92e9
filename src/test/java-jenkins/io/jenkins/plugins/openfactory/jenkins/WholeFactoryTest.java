package io.jenkins.plugins.openfactory.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.openfactory.jenkins.run.FactoryRunAction;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The five steps in a sandboxed Pipeline with nothing configured. */
@WithJenkins
class WholeFactoryTest {
    @Test
    void shouldBuildTheExampleWithNothingConfigured(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = Pipelines.job(jenkins, "whole", Pipelines.WHOLE);

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("gate success", build);
        jenkins.assertLogContains("release done", build);
        assertNotNull(build.getAction(FactoryRunAction.class));
        assertTrue(build.getArtifactManager().root().child("openfactory/manifest.json").isFile());
        assertTrue(build.getArtifactManager().root().child("openfactory/SPEC.md").isFile());
    }

    @Test
    void shouldShowTheStatusDocument(JenkinsRule jenkins) throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(Pipelines.job(jenkins, "rest", Pipelines.WHOLE));

        JSONObject run = jenkins.getJSON(build.getUrl() + "openfactory/api/json").getJSONObject();
        assertEquals("done", run.getString("status"));
        assertEquals(8, run.getJSONArray("stages").size());
        assertEquals("success", run.getJSONArray("checks").getJSONObject(0).getString("conclusion"));

        JSONObject list = jenkins.getJSON("openfactory/api/json").getJSONObject();
        assertEquals(run.getString("runId"), list.getJSONArray("runs").getJSONObject(0).getString("runId"));
        try (JenkinsRule.WebClient web = jenkins.createWebClient().withJavaScriptEnabled(false)) {
            web.goTo(build.getUrl() + "openfactory/");
            web.goTo(build.getUrl());
            web.goTo("openfactory/");
            web.goTo("manage/openfactory-doctor/");
        }
    }

    @Test
    void shouldSayWhichStepIsMissing(JenkinsRule jenkins) throws Exception {
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.FAILURE, Pipelines.job(jenkins, "order", "node { factoryTickets() }"));

        jenkins.assertLogContains("put factorySpecFreeze before it", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void shouldGoOnWithTheRunThatIsAskedForAgain(JenkinsRule jenkins) throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(Pipelines.job(
                jenkins,
                "again",
                "node { def a = factorySpecFreeze(); def b = factorySpecFreeze(); echo \"same ${a.runId == b.runId}\" }"));

        jenkins.assertLogContains("same true", build);
    }

    @Test
    void shouldRefuseASecondRunInABuild(JenkinsRule jenkins) throws Exception {
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                Pipelines.job(jenkins, "twice", "node { factorySpecFreeze(); factorySpecFreeze request: 'Something else.' }"));

        jenkins.assertLogContains("one build is one run", build);
    }
}
