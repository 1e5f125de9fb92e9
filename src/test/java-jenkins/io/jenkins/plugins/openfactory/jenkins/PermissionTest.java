package io.jenkins.plugins.openfactory.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Item;
import hudson.model.Result;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who may see, cancel, answer and approve. */
@WithJenkins
class PermissionTest {
    private JenkinsRule jenkins;

    @BeforeEach
    void secure(JenkinsRule rule) {
        jenkins = rule;
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, Item.BUILD, Item.CANCEL)
                .everywhere()
                .to("builder")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ)
                .everywhere()
                .to("stranger"));
    }

    @Test
    void shouldCancelOnlyForThoseWhoMay() throws Exception {
        WorkflowRun build = Pipelines.job(jenkins, "cancel", Pipelines.WITH_APPROVAL)
                .scheduleBuild2(0)
                .waitForStart();
        jenkins.waitForMessage("waits: Approve or reject", build);
        String page = build.getUrl() + "openfactory/";

        assertEquals(405, status("builder", page + "cancel", HttpMethod.GET));
        assertEquals(403, status("reader", page + "cancel", HttpMethod.POST));
        assertEquals(403, status("reader", page + "approve", HttpMethod.POST, "sha256", "x"));
        assertEquals(404, status("stranger", page + "cancel", HttpMethod.POST));
        assertEquals(404, status("stranger", page, HttpMethod.GET));
        assertEquals(409, status("builder", page + "approve", HttpMethod.POST, "sha256", "x"));
        assertEquals(400, status("builder", page + "answer", HttpMethod.POST, "text", "x".repeat(20_000)));
        assertEquals(409, status("builder", page + "answer", HttpMethod.POST, "text", "yes"));
        assertEquals(413, status("builder", page + "cancel", HttpMethod.POST, "text", "x".repeat(20_000)));
        assertEquals(200, status("builder", page + "cancel", HttpMethod.POST));
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertEquals(409, status("builder", page + "cancel", HttpMethod.POST));
    }

    @Test
    void shouldAbortTheBuildWithTheStep() throws Exception {
        WorkflowRun build = Pipelines.job(jenkins, "abort", Pipelines.WITH_APPROVAL)
                .scheduleBuild2(0)
                .waitForStart();
        jenkins.waitForMessage("waits: Approve or reject", build);

        build.getExecutor().interrupt();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
    }

    @Test
    void shouldShowARunOnlyToThoseWhoMayReadTheJob() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(Pipelines.job(jenkins, "secret", Pipelines.WHOLE));
        String page = build.getUrl() + "openfactory/";

        for (String path : List.of("", "api/json", "view/run", "view/log?from=0")) {
            assertEquals(200, status("reader", page + path, HttpMethod.GET), path);
            assertEquals(404, status("stranger", page + path, HttpMethod.GET), path);
        }
        assertEquals(1, runs("reader"));
        assertEquals(0, runs("stranger"));
        for (String verb : List.of("answer", "approve", "reject", "cancel")) {
            assertEquals(404, status("stranger", page + verb, HttpMethod.POST), verb);
            assertEquals(403, status("reader", page + verb, HttpMethod.POST), verb);
            assertEquals(405, status("builder", page + verb, HttpMethod.GET), verb);
        }
    }

    @Test
    void shouldKeepTheDoctorAndTheConfigurationForAdministrators() throws Exception {
        for (String path : List.of("manage/openfactory-doctor/", "manage/openfactory-doctor/api/json")) {
            assertEquals(200, status("admin", path, HttpMethod.GET), path);
            assertEquals(403, status("builder", path, HttpMethod.GET), path);
        }
    }

    private int runs(String user) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            web.login(user);
            return web.getJSON("openfactory/api/json").getJSONObject().getJSONArray("runs").size();
        }
    }

    private int status(String user, String path, HttpMethod method, String... fields) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            web.getOptions().setJavaScriptEnabled(false);
            web.login(user);
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), method);
            if (method == HttpMethod.POST) {
                List<NameValuePair> parameters = new ArrayList<>();
                for (int i = 0; i < fields.length; i += 2) {
                    parameters.add(new NameValuePair(fields[i], fields[i + 1]));
                }
                request.setRequestParameters(parameters);
                web.addCrumb(request);
            }
            return web.getPage(request).getWebResponse().getStatusCode();
        }
    }
}
