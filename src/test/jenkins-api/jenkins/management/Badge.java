package jenkins.management;

public class Badge {
    public Badge(String text, String tooltip, Severity severity) {}
    public enum Severity { DANGER, WARNING, INFO }
}
