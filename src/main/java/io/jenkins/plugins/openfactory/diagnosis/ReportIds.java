package io.jenkins.plugins.openfactory.diagnosis;

import java.util.Arrays;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Names test cases of JUnit XML in the form that their own tool selects them by. Stateless. */
final class ReportIds {
    private ReportIds() {}

    /** The id of a {@code testcase}; the tool is told by the suite's name, the report's path and the attributes' form. */
    static String of(String path, Element testcase) {
        String classname = testcase.getAttribute("classname").strip();
        String name = testcase.getAttribute("name").strip();
        String file = testcase.getAttribute("file").strip();
        if (file.endsWith(".py") || isPytest(testcase)) {
            return pytest(classname, name, file);
        }
        if (isScript(file) || isScript(classname)) {
            return TestIds.inFile(
                    isScript(file) ? file : classname, name.equals(classname) ? "" : name.replace(" > ", " "));
        }
        if (classname.isEmpty() || classname.equals(name)) {
            return name;
        }
        if (classname.equals("test")) {
            return suites(testcase) + name;
        }
        if (file.endsWith(".rb")) {
            return file;
        }
        if (name.isEmpty()) {
            return classname;
        }
        if (name.startsWith(classname)) {
            return name;
        }
        boolean gradle = path.replace('\\', '/').contains("test-results/");
        return classname + (gradle ? "." : "#") + TestIds.javaMethod(name);
    }

    private static boolean isScript(String name) {
        return name.matches("\\S+\\.[cm]?[jt]sx?");
    }

    private static boolean isPytest(Element testcase) {
        return testcase.getParentNode() instanceof Element suite
                && suite.getAttribute("name").equals("pytest");
    }

    /** {@code node --test} nests suites and gives every case the class {@code test}. */
    private static String suites(Element testcase) {
        StringBuilder names = new StringBuilder();
        for (Node parent = testcase.getParentNode();
                parent instanceof Element element;
                parent = parent.getParentNode()) {
            if (element.getTagName().equals("testsuite")) {
                names.insert(0, element.getAttribute("name") + " ");
            }
        }
        return names.toString();
    }

    /**
     * A node id. The report has the module and the classes in one dotted name; where it does not tell the file, names
     * in lower case are taken for folders and modules.
     */
    private static String pytest(String classname, String name, String file) {
        if (classname.isEmpty()) {
            return file.isEmpty() ? name.replace('.', '/') + ".py" : file;
        }
        String[] parts = classname.split("\\.");
        int modules = 0;
        while (modules < parts.length
                && (parts[modules].isEmpty() || !Character.isUpperCase(parts[modules].charAt(0)))) {
            modules++;
        }
        String module = file.isEmpty() ? String.join("/", Arrays.copyOf(parts, modules)) + ".py" : file;
        String classes = String.join("::", Arrays.copyOfRange(parts, modules, parts.length));
        return module + "::" + (classes.isEmpty() ? "" : classes + "::") + name;
    }
}
