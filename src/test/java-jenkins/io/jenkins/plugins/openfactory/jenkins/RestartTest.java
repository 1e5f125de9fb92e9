package io.jenkins.plugins.openfactory.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.openfactory.jenkins.run.FactoryRunAction;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import java.net.URL;
import java.util.List;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Steps go on after Jenkins was started again. */
class RestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void shouldWaitForTheApprovalAcrossARestart() throws Throwable {
        String[] runId = new String[1];
        sessions.then(jenkins -> {
            WorkflowJob job = Pipelines.job(jenkins, "approval", Pipelines.WITH_APPROVAL);
            WorkflowRun build = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("waits: Approve or reject", build);
            runId[0] = build.getAction(FactoryRunAction.class).getRunId();
        });
        sessions.then(jenkins -> {
            WorkflowRun build = jenkins.jenkins
                    .getItemByFullName("approval", WorkflowJob.class)
                    .getBuildByNumber(1);
            JSONObject run = waiting(jenkins, build);
            assertEquals(runId[0], run.getString("runId"));
            approve(jenkins, build, run.getJSONObject("pendingApproval").getString("sha256"));
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        });
    }

    @Test
    void shouldGoOnWithARunThatWasInTheMiddleOfItsWork() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun build = Pipelines.job(jenkins, "middle", Pipelines.WHOLE)
                    .scheduleBuild2(0)
                    .waitForStart();
            jenkins.waitForMessage("Implementation", build);
        });
        sessions.then(jenkins -> {
            WorkflowRun build =
                    jenkins.jenkins.getItemByFullName("middle", WorkflowJob.class).getBuildByNumber(1);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            jenkins.assertLogContains("release done", build);
        });
    }

    private static JSONObject waiting(JenkinsRule jenkins, WorkflowRun build) throws Exception {
        jenkins.waitForMessage("waits: Approve or reject", build);
        return jenkins.getJSON(build.getUrl() + "openfactory/api/json").getJSONObject();
    }

    private static void approve(JenkinsRule jenkins, WorkflowRun build, String sha256) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient().withJavaScriptEnabled(false)) {
            WebRequest request = new WebRequest(
                    new URL(jenkins.getURL(), build.getUrl() + "openfactory/approve"), HttpMethod.POST);
            request.setRequestParameters(List.of(new NameValuePair("sha256", sha256), new NameValuePair("remark", "")));
            web.addCrumb(request);
            web.getPage(request);
        }
    }
}
