package io.jenkins.plugins.openfactory.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryConfiguration;
import io.jenkins.plugins.openfactory.jenkins.config.ModelProvider;
import io.jenkins.plugins.openfactory.jenkins.steps.CiGateStep;
import io.jenkins.plugins.openfactory.jenkins.steps.ImplementStep;
import io.jenkins.plugins.openfactory.jenkins.steps.ReleaseStep;
import io.jenkins.plugins.openfactory.jenkins.steps.SpecFreezeStep;
import io.jenkins.plugins.openfactory.jenkins.steps.TicketsStep;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.Test;

/** The global configuration in its form and as code, and the steps in their forms. */
@WithJenkinsConfiguredWithCode
class ConfigurationTest {
    @Test
    @ConfiguredWithCode("configuration.yml")
    void shouldReadTheConfigurationAsCode(JenkinsConfiguredWithCodeRule jenkins) {
        FactoryConfiguration configuration = FactoryConfiguration.get();

        assertEquals(List.of("house", "smoke"), configuration.modelNames());
        assertEquals("house", configuration.getDefaultModel());
        assertEquals("http://127.0.0.1:8000/v1", configuration.getModels().get(0).getBaseUrl());
        assertEquals(2.5, configuration.getBudgetUsd());
    }

    @Test
    void shouldKeepTheConfigurationThroughItsForm(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        FactoryConfiguration configuration = FactoryConfiguration.get();
        configuration.setModels(List.of(new ModelProvider("house", "openai", "http://127.0.0.1:8000/v1", "coder")));
        configuration.setMinimumTier("reduced");
        configuration.setBudgetTokens(1000);

        jenkins.configRoundtrip();

        assertEquals("coder", configuration.getModels().get(0).getModelId());
        assertEquals("reduced", configuration.getMinimumTier());
        assertEquals(1000, configuration.getBudgetTokens());
    }

    @Test
    void shouldKeepStepsThroughTheirForms(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        StepConfigTester forms = new StepConfigTester(jenkins);
        SpecFreezeStep step = new SpecFreezeStep();
        step.setRequest("a thing");
        step.setBase("main");
        step.setRepository("https://github.com/octo/demo");
        step.setForgeUrl("https://github.example.com/api/v3");
        step.setApprove("spec,pr");
        step.setClarification(false);
        SpecFreezeStep back = forms.configRoundTrip(step);
        assertEquals("a thing", back.getRequest());
        assertEquals("main", back.getBase());
        assertEquals("https://github.com/octo/demo", back.getRepository());
        assertEquals("https://github.example.com/api/v3", back.getForgeUrl());
        assertEquals("spec,pr", back.getApprove());
        assertEquals(false, back.isClarification());

        SpecFreezeStep issue = new SpecFreezeStep();
        issue.setIssue("17");
        assertEquals("17", forms.configRoundTrip(issue).getIssue());
        SpecFreezeStep file = new SpecFreezeStep();
        file.setRequestFile("docs/request.md");
        assertEquals("docs/request.md", forms.configRoundTrip(file).getRequestFile());

        TicketsStep tickets = new TicketsStep();
        tickets.setApprove(true);
        tickets.setMaxTickets(9);
        TicketsStep ticketsBack = forms.configRoundTrip(tickets);
        assertEquals(true, ticketsBack.isApprove());
        assertEquals(9, ticketsBack.getMaxTickets());

        ImplementStep implement = new ImplementStep();
        implement.setParallel(3);
        implement.setAttempts(4);
        ImplementStep implementBack = forms.configRoundTrip(implement);
        assertEquals(3, implementBack.getParallel());
        assertEquals(4, implementBack.getAttempts());

        CiGateStep gate = new CiGateStep();
        gate.setTimeout(7);
        gate.setFixAttempts(1);
        gate.setOnCiFailure("unstable");
        CiGateStep gateBack = forms.configRoundTrip(gate);
        assertEquals(7, gateBack.getTimeout());
        assertEquals(1, gateBack.getFixAttempts());
        assertEquals("unstable", gateBack.getOnCiFailure());

        ReleaseStep release = new ReleaseStep();
        release.setArchive(false);
        assertEquals(false, forms.configRoundTrip(release).isArchive());
    }

    @Test
    void shouldWriteTheConfigurationAsCode(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        FactoryConfiguration.get()
                .setModels(List.of(new ModelProvider("house", "openai", "http://127.0.0.1:8000/v1", "coder")));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        ConfigurationAsCode.get().export(out);

        assertTrue(out.toString(StandardCharsets.UTF_8).contains("openFactory:"), out.toString(StandardCharsets.UTF_8));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("modelId: \"coder\""), out.toString(StandardCharsets.UTF_8));
    }
}
