package hello;

/** The words of a greeting. */
final class Greeting {
    private Greeting() {}

    /** Greets somebody by name, and the world where the name is blank. */
    static String to(String name) {
        return "Hello, " + (name.isBlank() ? "world" : name.strip()) + "!";
    }
}
