package io.jenkins.plugins.openfactory.jenkins.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.Extension;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import net.java.sezpoz.Index;
import net.java.sezpoz.IndexItem;
import org.jenkinsci.Symbol;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What Jenkins reads of the plugin besides its classes: indexes, views, help and messages. */
class PluginFilesTest {
    private static final String ROOM = "io/jenkins/plugins/openfactory/jenkins";
    private static final Path CLASSES = Path.of("target/classes");
    private static final Path RESOURCES = Path.of("src/main/resources", ROOM);
    private static final Path FACTS = Path.of("src/test/resources/jenkins-api");

    @Test
    void shouldIndexEveryExtension() throws IOException {
        Set<String> indexed = new TreeSet<>();
        for (IndexItem<Extension, Object> item : Index.load(Extension.class, Object.class)) {
            indexed.add(item.className());
        }
        assertThat(indexed).isEqualTo(annotated(Extension.class)).hasSizeGreaterThan(12);
    }

    @Test
    void shouldListEverySymbol() throws IOException {
        List<String> listed = Files.readAllLines(CLASSES.resolve("META-INF/services/annotations/org.jenkinsci.Symbol"));
        assertThat(new TreeSet<>(listed)).isEqualTo(annotated(Symbol.class));
    }

    @Test
    void shouldHaveHelpForEveryParameter() throws Exception {
        List<String> missing = new ArrayList<>();
        for (Class<?> type : classes()) {
            boolean bound = Arrays.stream(type.getDeclaredConstructors())
                            .anyMatch(c -> c.isAnnotationPresent(DataBoundConstructor.class))
                    || setters(type).findAny().isPresent();
            if (!bound) {
                continue;
            }
            Set<String> fields =
                    setters(type).map(PluginFilesTest::field).collect(Collectors.toCollection(HashSet::new));
            Arrays.stream(type.getDeclaredConstructors())
                    .filter(c -> c.isAnnotationPresent(DataBoundConstructor.class))
                    .flatMap(c -> Arrays.stream(c.getParameters()))
                    .forEach(parameter -> fields.add(parameter.getName()));
            for (String field : fields) {
                String help = type.getName().replace('.', '/') + "/help-" + field + ".html";
                if (!Files.isRegularFile(CLASSES.resolve(help))) {
                    missing.add(help);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldUseOnlyTagsAttributesAndSymbolsThatJenkinsHas() throws Exception {
        Map<String, Set<String>> tags = tags();
        Set<String> symbols = Files.readAllLines(FACTS.resolve("symbols-2.541.3.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toSet());
        List<String> wrong = new ArrayList<>();
        List<Path> views = files(".jelly");
        for (Path view : views) {
            String text = Files.readString(view);
            if (!text.startsWith("<?jelly escape-by-default='true'?>")) {
                wrong.add(view + " does not escape by default");
            }
            if (Pattern.compile("<script|\\son[a-z]+=|\\sstyle=|javascript:")
                    .matcher(text)
                    .find()) {
                wrong.add(view + " has an inline script, handler or style");
            }
            check(view, parse(view), tags, wrong);
            Matcher symbol = Pattern.compile("symbol-([a-z0-9-]+)").matcher(text);
            while (symbol.find()) {
                if (!symbols.contains(symbol.group(1))) {
                    wrong.add(view + " uses the unknown symbol " + symbol.group(1));
                }
            }
        }
        assertThat(views).hasSizeGreaterThan(9);
        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldShowNothingOfARunAsMarkup() throws IOException {
        for (Path script : files(".js")) {
            assertThat(Files.readString(script))
                    .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(");
        }
    }

    @Test
    void shouldHaveEveryMessageThatIsAskedFor() throws Exception {
        Properties messages = new Properties();
        try (InputStream in = Files.newInputStream(RESOURCES.resolve("Messages.properties"))) {
            messages.load(in);
        }
        Class<?> generated = Class.forName("io.jenkins.plugins.openfactory.jenkins.Messages");
        Set<String> methods = Arrays.stream(generated.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> !name.startsWith("_") && !name.contains("$"))
                .collect(Collectors.toSet());
        assertThat(methods)
                .isEqualTo(messages.stringPropertyNames().stream()
                        .map(name -> name.replace('.', '_'))
                        .collect(Collectors.toSet()));
    }

    private static void check(Path view, Element element, Map<String, Set<String>> tags, List<String> wrong) {
        String space = element.getNamespaceURI();
        if (space != null && space.startsWith("/lib/")) {
            String tag = space + ":" + element.getLocalName();
            if (!tags.containsKey(tag)) {
                wrong.add(view + " uses the unknown tag " + tag);
            } else {
                for (int i = 0; i < element.getAttributes().getLength(); i++) {
                    String name = element.getAttributes().item(i).getNodeName();
                    if (!name.startsWith("xmlns") && !tags.get(tag).contains(name)) {
                        wrong.add(view + " gives " + tag + " the unknown attribute " + name);
                    }
                }
            }
        }
        NodeList children = element.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i).getNodeType() == Node.ELEMENT_NODE) {
                check(view, (Element) children.item(i), tags, wrong);
            }
        }
    }

    private static Element parse(Path view) throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder().parse(view.toFile()).getDocumentElement();
    }

    private static Map<String, Set<String>> tags() throws IOException {
        Map<String, Set<String>> tags = new TreeMap<>();
        for (String line : Files.readAllLines(FACTS.resolve("jelly-tags-2.541.3.txt"))) {
            if (!line.startsWith("#")) {
                String[] words = line.split("[\\s*]+");
                tags.put(
                        words[0],
                        Arrays.stream(words)
                                .skip(1)
                                .map(word -> word.replaceAll("\\(.*", ""))
                                .collect(Collectors.toSet()));
            }
        }
        return tags;
    }

    private static Stream<Method> setters(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class));
    }

    private static String field(Method setter) {
        return Character.toLowerCase(setter.getName().charAt(3))
                + setter.getName().substring(4);
    }

    private static Set<String> annotated(Class<? extends java.lang.annotation.Annotation> annotation)
            throws IOException {
        return classes().stream()
                .filter(type -> type.isAnnotationPresent(annotation))
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Class<?>> classes() throws IOException {
        try (Stream<Path> walk = Files.walk(CLASSES.resolve(ROOM))) {
            List<Class<?>> found = new ArrayList<>();
            for (Path file : walk.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name =
                        CLASSES.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
                found.add(Class.forName(name, false, PluginFilesTest.class.getClassLoader()));
            }
            return found;
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }

    private static List<Path> files(String end) throws IOException {
        try (Stream<Path> walk = Files.walk(RESOURCES)) {
            return walk.filter(file -> file.toString().endsWith(end)).toList();
        }
    }
}
