package io.jenkins.plugins.openfactory.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.sun.net.httpserver.HttpServer;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryConfiguration;
import io.jenkins.plugins.openfactory.jenkins.config.ModelProvider;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.scm.api.SCMSource;
import org.jenkinsci.plugins.github_branch_source.GitHubAppCredentials;
import org.jenkinsci.plugins.github_branch_source.GitHubSCMSource;
import org.jenkinsci.plugins.github_branch_source.app_credentials.AccessInferredRepository;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a step takes from the GitHub branch source of its job, and credentials for GitHub. */
@WithJenkins
class GitHubSourceTest {
    private static final String TOKEN = "ghp_" + "t".repeat(36);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private JenkinsRule jenkins;
    private HttpServer server;
    private String api;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "{\"message\":\"Not Found\"}".getBytes();
            exchange.sendResponseHeaders(404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        api = "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v3";
        FactoryConfiguration.get().setModels(List.of(new ModelProvider("house", "openai", "http://127.0.0.1:9/v1", "m")));
        add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString(TOKEN)));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void add(Credentials credential) throws Exception {
        SystemCredentialsProvider.getInstance().getCredentials().add(credential);
        SystemCredentialsProvider.getInstance().save();
    }

    private void source(String credential) {
        GitHubSCMSource source = new GitHubSCMSource("octo", "demo", null, false);
        source.setApiUri(api);
        source.setCredentialsId(credential);
        ExtensionList.lookup(SCMSource.SourceByItem.class).add(0, new SCMSource.SourceByItem() {
            @Override
            public SCMSource getSource(Item item) {
                return source;
            }
        });
    }

    private WorkflowRun fails(String name, String step) throws Exception {
        WorkflowRun build =
                jenkins.buildAndAssertStatus(Result.FAILURE, Pipelines.job(jenkins, name, "node { " + step + " }"));
        jenkins.assertLogNotContains("\tat ", build);
        jenkins.assertLogNotContains(TOKEN, build);
        return build;
    }

    @Test
    void shouldTakeOwnerRepositoryApiAndCredentialFromTheJobsSource() throws Exception {
        source("token");

        WorkflowRun build = fails("defaults", "factorySpecFreeze issue: 17");

        jenkins.assertLogContains("There is no issue 17 in octo/demo on " + api, build);
        assertTrue(asked.contains("GET /api/v3/repos/octo/demo/issues/17 Bearer " + TOKEN), asked.toString());
    }

    @Test
    void shouldKeepTheCredentialForTheJobsOwnRepository() throws Exception {
        source("token");
        String other = api.replace("/api/v3", "/octo/other");

        WorkflowRun build = fails("other", "factorySpecFreeze issue: '17', repository: '" + other + "'");

        jenkins.assertLogContains("the local forge has no issues", build);
        assertEquals(List.of(), asked);
    }

    @Test
    void shouldUseTheCredentialThatTheStepNames() throws Exception {
        String own = api.replace("/api/v3", "/octo/demo");

        WorkflowRun build = fails(
                "named",
                "factorySpecFreeze issue: '" + own + "/issues/3', repository: '" + own
                        + "', credentialsId: 'token', forgeUrl: '" + api + "'");

        jenkins.assertLogContains("There is no issue 3 in octo/demo", build);
        assertEquals(
                1,
                CredentialsProvider.lookupCredentialsInItemGroup(StringCredentialsImpl.class, jenkins.jenkins, null)
                        .size());
    }

    @Test
    void shouldSayHowAnAppGetsToKnowItsRepository() throws Exception {
        GitHubAppCredentials app =
                new GitHubAppCredentials(CredentialsScope.GLOBAL, "app", "", "1", Secret.fromString("no key"));
        app.setRepositoryAccessStrategy(new AccessInferredRepository());
        add(app);

        WorkflowRun build = fails(
                "app",
                "factorySpecFreeze issue: '3', repository: '" + api.replace("/api/v3", "/octo/demo")
                        + "', credentialsId: 'app', forgeUrl: '" + api + "'");

        jenkins.assertLogContains("The credential 'app' gave no token", build);
        jenkins.assertLogContains("build this in a multibranch project", build);
        assertEquals(List.of(), asked);
    }

    @Test
    void shouldSayWhichCredentialIsNotThere() throws Exception {
        WorkflowRun build = fails(
                "missing",
                "factorySpecFreeze issue: '3', repository: 'https://github.com/octo/demo', credentialsId: 'nothing'");

        jenkins.assertLogContains("There is no credential 'nothing'", build);
    }
}
