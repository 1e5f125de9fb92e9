package io.jenkins.plugins.openfactory.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.jenkins.plugins.openfactory.artifact.ArtifactStore;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.model.ModelPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Holds the dependency rules of the house; {@code docs/architecture.md} gives their reasons. */
class ArchitectureTest {
    private static final String ROOT = "io.jenkins.plugins.openfactory";
    private static final int LONGEST_CLASS = 400;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void shouldDependOnlyAsThePictureShows() {
        classes()
                .that()
                .resideInAPackage(ROOT + "..")
                .should(adhereToPlantUmlDiagram(
                        Path.of("docs", "architecture.puml"), consideringOnlyDependenciesInDiagram()))
                .check(CLASSES);
    }

    @Test
    void shouldHaveEveryRoomInThePicture() throws IOException {
        String picture = Files.readString(Path.of("docs", "architecture.puml"));
        List<String> rooms = CLASSES.stream()
                .map(type -> type.getPackageName().substring(ROOT.length()))
                .filter(name -> !name.isEmpty())
                .map(name -> name.split("\\.")[1])
                .distinct()
                .toList();
        Assertions.assertThat(rooms)
                .isNotEmpty()
                .allSatisfy(room -> Assertions.assertThat(picture).contains("<<..openfactory." + room));
    }

    @Test
    void shouldKeepStagesApart() {
        slices().matching(ROOT + ".engine.stage.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void shouldHaveNoCyclesBetweenRooms() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldKeepBarePortsOutOfStages() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".engine.stage..", ROOT + ".engine.work..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ModelPort.class, CommandRunner.class, GitRepository.class, ArtifactStore.class)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".engine.stage..", ROOT + ".engine.work..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Forge.class)
                .check(CLASSES);
    }

    @Test
    void shouldNameImplementationsOnlyInCompositionRoots() {
        String[] implementations = {
            ROOT + ".store.jdbc..",
            ROOT + ".model.langchain4j..",
            ROOT + ".exec.local..",
            ROOT + ".exec.sandbox..",
            ROOT + ".forge.local..",
            ROOT + ".forge.github.."
        };
        noClasses()
                .that(resideOutsideOfPackages(implementations))
                .and()
                .resideOutsideOfPackages(ROOT + ".cli..", ROOT + ".jenkins..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(implementations))
                .check(CLASSES);
    }

    @Test
    void shouldKeepEachLibraryInItsRoom() {
        only("java.sql..", ROOT + ".store.jdbc..");
        only("dev.langchain4j..", ROOT + ".model.langchain4j..");
        only("org.eclipse.jgit..", ROOT + ".git..");
        only("io.opentelemetry..", ROOT + ".journal..");
        only("picocli..", ROOT + ".cli..");
        only("com.sun.jna..", ROOT + ".exec.sandbox..");
        for (String name :
                List.of("hudson..", "jenkins..", "org.kohsuke.stapler..", "org.jenkinsci.plugins.workflow..")) {
            only(name, ROOT + ".jenkins..");
        }
    }

    private static void only(String library, String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .because("only " + room + " may know it")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void shouldStartProcessesOnlyInTheirRooms() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".exec.local..", ROOT + ".exec.sandbox..", ROOT + ".git..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .check(CLASSES);
        noClasses().should(callMethod(Runtime.class, "exec", String[].class)).check(CLASSES);
    }

    @Test
    void shouldSpeakToTheConsoleOnlyOnTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".cli..", ROOT + ".exec.sandbox..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(CLASSES);
    }

    @Test
    void shouldKeepClassesSmall() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            List<String> large = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> lines(file) > LONGEST_CLASS)
                    .map(Path::toString)
                    .toList();
            Assertions.assertThat(large)
                    .as("classes over " + LONGEST_CLASS + " lines")
                    .isEmpty();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
