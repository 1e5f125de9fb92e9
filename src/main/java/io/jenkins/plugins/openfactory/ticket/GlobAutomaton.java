package io.jenkins.plugins.openfactory.ticket;

import java.util.ArrayList;
import java.util.List;

/**
 * A glob as a finite automaton (Thompson's construction), with the meaning that {@code edit.Glob} gives to globs: {@code *}
 * and {@code ?} within a name, {@code **} for folders, {@code [ab]}, {@code {a,b}}, and a slash at the end for everything
 * below. Immutable once made.
 */
final class GlobAutomaton {
    private final List<List<Edge>> edges = new ArrayList<>();
    private final String glob;
    private final int last;
    private int at;
    private int braces;

    /** A step to another state, by one of the characters, or by nothing where there are none. */
    record Edge(Chars chars, int to) {}

    private GlobAutomaton(String glob) {
        this.glob = glob;
        int start = state();
        this.last = alternatives(start);
    }

    static GlobAutomaton of(String text) {
        String plain = text.startsWith("./") ? text.substring(2) : text;
        plain = plain.startsWith("/") ? plain.substring(1) : plain;
        return new GlobAutomaton(plain.endsWith("/") ? plain + "**" : plain);
    }

    int states() {
        return edges.size();
    }

    List<Edge> from(int state) {
        return edges.get(state);
    }

    boolean accepts(int state) {
        return state == last;
    }

    private int state() {
        edges.add(new ArrayList<>());
        return edges.size() - 1;
    }

    private int step(int from, Chars chars) {
        int to = state();
        edges.get(from).add(new Edge(chars, to));
        return to;
    }

    private void jump(int from, int to) {
        edges.get(from).add(new Edge(new Chars(List.of()), to));
    }

    /** Texts joined by commas up to a closing brace or the end; without braces, one text. */
    private int alternatives(int from) {
        int end = state();
        jump(sequence(from), end);
        while (braces > 0 && at < glob.length() && glob.charAt(at) == ',') {
            at++;
            jump(sequence(from), end);
        }
        return end;
    }

    private int sequence(int from) {
        int now = from;
        while (at < glob.length() && !(braces > 0 && (glob.charAt(at) == ',' || glob.charAt(at) == '}'))) {
            now = part(now);
        }
        return now;
    }

    private int part(int from) {
        boolean nameStart = at == 0 || glob.charAt(at - 1) == '/';
        if (nameStart && glob.startsWith("**/", at)) {
            at += 3;
            return folders(from);
        }
        if (nameStart && glob.substring(at).equals("**")) {
            at += 2;
            int one = step(from, Chars.ALL);
            edges.get(one).add(new Edge(Chars.ALL, one));
            return one;
        }
        char one = glob.charAt(at);
        int close = one == '[' ? glob.indexOf(']', at + 2) : -1;
        if (close > 0) {
            String inside = glob.substring(at + 1, close);
            boolean not = inside.startsWith("!") || inside.startsWith("^");
            at = close + 1;
            return step(from, Chars.members(not ? inside.substring(1) : inside, not));
        }
        at++;
        return character(from, one);
    }

    private int character(int from, char one) {
        switch (one) {
            case '*':
                int loop = state();
                jump(from, loop);
                edges.get(loop).add(new Edge(Chars.NAME, loop));
                return loop;
            case '?':
                return step(from, Chars.NAME);
            case '{':
                braces++;
                int end = alternatives(from);
                braces--;
                at++;
                return end;
            case '\\':
                return step(from, Chars.of(at < glob.length() ? glob.charAt(at++) : '\\'));
            default:
                return step(from, Chars.of(one));
        }
    }

    /** Any number of names, each with a slash. */
    private int folders(int from) {
        int start = state();
        jump(from, start);
        int name = step(start, Chars.NAME);
        edges.get(name).add(new Edge(Chars.NAME, name));
        edges.get(name).add(new Edge(Chars.SLASH, start));
        return start;
    }
}
