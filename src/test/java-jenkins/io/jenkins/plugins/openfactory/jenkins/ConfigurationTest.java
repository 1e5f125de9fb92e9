package io.jenkins.plugins.openfactory.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryConfiguration;
import io.jenkins.plugins.openfactory.jenkins.config.ModelProvider;
import io.jenkins.plugins.openfactory.jenkins.steps.CiGateStep;
import io.jenkins.plugins.openfactory.jenkins.steps.SpecFreezeStep;
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
        SpecFreezeStep step = new SpecFreezeStep();
        step.setRequest("a thing");
        step.setBase("main");
        step.setClarification(false);

        SpecFreezeStep back = new StepConfigTester(jenkins).configRoundTrip(step);

        assertEquals("a thing", back.getRequest());
        assertEquals("main", back.getBase());
        assertEquals(false, back.isClarification());
        CiGateStep gate = new CiGateStep();
        gate.setTimeout(7);
        gate.setOnCiFailure("unstable");
        CiGateStep gateBack = new StepConfigTester(jenkins).configRoundTrip(gate);
        assertEquals(7, gateBack.getTimeout());
        assertEquals("unstable", gateBack.getOnCiFailure());
    }
}
