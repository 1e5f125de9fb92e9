package hello;

final class GreetingTest {
    static void shouldGreetByName() {
        Check.equal("greeting", "Hello, Ada!", Greeting.to(" Ada "));
    }

    static void shouldGreetTheWorldWhereTheNameIsBlank() {
        Check.equal("greeting", "Hello, world!", Greeting.to(" "));
    }
}
