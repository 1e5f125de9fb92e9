package io.jenkins.plugins.openfactory.diagnosis;

/** Names of tests in the form that their own tool selects them by. Stateless. */
final class TestIds {
    private TestIds() {}

    /** From the attributes of a JUnit XML test case; each may be empty. */
    static String fromReport(String classname, String name, String file) {
        String method = javaMethod(name);
        if (file.endsWith(".py")) {
            return pytest(classname, name, file);
        }
        if (classname.isEmpty()) {
            return name;
        }
        if (classname.equals(name) || name.isEmpty()) {
            return classname;
        }
        return classname + "#" + method;
    }

    /** {@code testAdd()} and {@code testAdd(int)[1]} are selected as {@code testAdd}. */
    static String javaMethod(String name) {
        int parenthesis = name.indexOf('(');
        return parenthesis > 0 && name.substring(0, parenthesis).chars().allMatch(Character::isJavaIdentifierPart)
                ? name.substring(0, parenthesis)
                : name;
    }

    private static String pytest(String classname, String name, String file) {
        String module = file.substring(0, file.length() - 3).replace('/', '.');
        String inner = classname.startsWith(module + ".") ? classname.substring(module.length() + 1) : "";
        return file + "::" + (inner.isEmpty() ? "" : inner.replace(".", "::") + "::") + name;
    }
}
