package io.jenkins.plugins.openfactory.jenkins.packaging;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plugin that may be missing is named by one class alone, and that class by one that asks first whether it is there. */
class OptionalPluginsTest {
    private static final String ROOM = "io.jenkins.plugins.openfactory.jenkins.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.jenkins.plugins.openfactory");

    @ParameterizedTest
    @CsvSource({
        "config.GitHubSource, config.BranchSource, org.jenkinsci.plugins.github_branch_source..",
        "config.GitHubSource, config.BranchSource, jenkins.scm..",
        "steps.DeclarativeRestart, steps.Restarted, org.jenkinsci.plugins.pipeline.."
    })
    void shouldBeNamedByOneClass(String named, String asking, String plugin) {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOM + named)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(plugin)
                .check(CLASSES);
        classes()
                .that()
                .haveFullyQualifiedName(ROOM + named)
                .should()
                .onlyHaveDependentClassesThat(JavaClass.Predicates.equivalentTo(type(asking))
                        .or(JavaClass.Predicates.equivalentTo(type(named))))
                .check(CLASSES);
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(ROOM + name, false, OptionalPluginsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
