package io.jenkins.plugins.openfactory.jenkins;

import hudson.model.Result;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryConfiguration;
import io.jenkins.plugins.openfactory.jenkins.config.ModelProvider;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a step refuses of its parameters, each in a sentence. */
@WithJenkins
class RequestTest {
    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "request: 'a', issue: 'b' | has issue and request; give exactly one",
                "request: 'a', requestFile: 'b', issue: '3' | has issue and request and requestFile; give exactly one",
                "requestFile: 'gone.md' | requestFile is 'gone.md', which is not in the workspace",
                "issue: 'seventeen' | issue is 'seventeen'; give its number, or its address",
                "issue: 17 | issue is '17', and the local forge has no issues",
                "request: 'a', repository: '/etc' | repository is '/etc'; give an address that begins with https://",
                "request: 'a', model: 'none' | There is no model 'none'; choose from smoke",
                "request: 'a', approve: 'everything' | everything",
                "request: 'a', repository: 'https://ghe.example.com/o/n', credentialsId: 'x' | give forgeUrl: 'https://ghe.example.com/api/v3'",
            })
    void shouldSayWhatIsWrong(String parameters, String sentence) throws Exception {
        refused(parameters, sentence);
    }

    @Test
    void shouldAskForARequestWhereTheModelIsARealOne() throws Exception {
        FactoryConfiguration.get().setModels(List.of(new ModelProvider("house", "openai", "http://127.0.0.1:9/v1", "m")));

        refused("repository: 'https://example.com/o/n'", "has no request; give one of request, requestFile and issue");
        refused("request: 'a'", "names no repository");
    }

    private void refused(String parameters, String sentence) throws Exception {
        String name = "job" + jenkins.jenkins.getItems().size();
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.FAILURE, Pipelines.job(jenkins, name, "node { factorySpecFreeze " + parameters + " }"));
        jenkins.assertLogContains(sentence, build);
        jenkins.assertLogNotContains("\tat ", build);
    }
}
