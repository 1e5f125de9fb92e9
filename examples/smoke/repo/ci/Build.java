import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The whole build, with no tool but the JDK. The README names its tasks; it writes to {@code out/} only. */
final class Build {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");
    private static final Path MAIN_CLASSES = Path.of("out/main");
    private static final Path TEST_CLASSES = Path.of("out/test");

    public static void main(String[] args) throws Exception {
        String task = args.length == 2 && args[0].equals("test") ? "one test" : String.join(" ", args);
        boolean passed =
                switch (task) {
                    case "test" -> compile() && run(".*Test");
                    case "one test" -> compile() && exists(args[1]) && run(".*\\." + args[1]);
                    case "integration" -> compile() && run(".*IT");
                    case "ci" -> compile("-Xlint:all", "-Werror") && run(".*(Test|IT)");
                    default -> fail("usage: java ci/Build.java test [CLASS] | integration | ci");
                };
        System.exit(passed ? 0 : 1);
    }

    private static boolean compile(String... flags) throws IOException {
        return compile(MAIN, MAIN_CLASSES, flags) && compile(TEST, TEST_CLASSES, flags);
    }

    private static boolean compile(Path sources, Path classes, String... flags) throws IOException {
        Files.createDirectories(classes);
        for (Path stale : files(classes)) {
            Files.delete(stale);
        }
        List<String> options = new ArrayList<>(List.of(flags));
        options.addAll(List.of("-proc:none", "-encoding", "UTF-8"));
        options.addAll(List.of("-classpath", MAIN_CLASSES.toString(), "-d", classes.toString()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            var units = manager.getJavaFileObjectsFromPaths(files(sources));
            return compiler.getTask(null, manager, null, options, null, units).call()
                    || fail("FAILED  " + sources + " does not compile");
        }
    }

    /** Runs every method {@code should…} of the test classes whose full name matches. */
    private static boolean run(String pattern) throws Exception {
        int passed = 0;
        int failed = 0;
        URL[] classPath = {MAIN_CLASSES.toUri().toURL(), TEST_CLASSES.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            for (String name : testClasses(pattern)) {
                for (Method test : tests(loader.loadClass(name))) {
                    if (passes(test)) {
                        passed++;
                    } else {
                        failed++;
                    }
                }
            }
        }
        System.out.println(passed + " passed, " + failed + " failed");
        return failed == 0;
    }

    private static boolean passes(Method test) throws IllegalAccessException {
        String name = test.getDeclaringClass().getSimpleName() + "." + test.getName();
        try {
            test.setAccessible(true);
            test.invoke(null);
            System.out.println("ok      " + name);
            return true;
        } catch (InvocationTargetException e) {
            System.out.println("FAILED  " + name + ": " + e.getCause());
            Stream.of(e.getCause().getStackTrace())
                    .takeWhile(frame -> !frame.getClassName().contains(".reflect."))
                    .forEach(frame -> System.out.println("        at " + frame));
            return false;
        }
    }

    private static List<Method> tests(Class<?> testClass) {
        List<Method> tests = Stream.of(testClass.getDeclaredMethods())
                .filter(method -> method.getName().startsWith("should"))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        if (tests.isEmpty()) {
            throw new IllegalStateException(testClass.getName() + " has no test");
        }
        return tests;
    }

    private static boolean exists(String testClass) throws IOException {
        return !testClasses(".*\\." + testClass).isEmpty() || fail("FAILED  there is no test class " + testClass);
    }

    private static List<String> testClasses(String pattern) throws IOException {
        return files(TEST).stream()
                .map(file -> TEST.relativize(file).toString().replace(".java", "").replaceAll("[/\\\\]", "."))
                .filter(name -> name.matches(pattern))
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static boolean fail(String message) {
        System.err.println(message);
        return false;
    }
}
