package jenkins.model;

public interface Badgeable {
    default jenkins.management.Badge getBadge() { return null; }
}
