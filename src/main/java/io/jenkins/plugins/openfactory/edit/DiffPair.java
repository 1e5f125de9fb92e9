package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.DiffHeader.Names;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The two sides of a diff that says nothing about moving. It is of one file, whatever its names: a copy under another
 * name or in another folder was compared with it. The one that exists is meant, as GNU patch and git have it.
 */
record DiffPair(DiffSide before, DiffSide after) {
    private static final Pattern COPY = Pattern.compile("(?i)~|\\+|[._-](?:orig(?:inal)?|old|bak|backup|new|save)\\d*");

    /**
     * The names, one and the same on both sides where there is a file on both; two names where it is not plain which one
     * is meant. A time or a revision that says that there is no file is believed where the hunks say so too.
     *
     * @param known which paths exist
     * @param fresh whether the hunks say that there was no line before
     * @param emptied whether they take lines away and do nothing else
     */
    Names names(Predicate<String> known, boolean fresh, boolean emptied) {
        boolean nothing = before.name().equals(DiffSide.NOTHING) || after.name().equals(DiffSide.NOTHING);
        Optional<String> chosen = nothing ? Optional.empty() : chosen(known);
        if (chosen.isEmpty()) {
            return new Names(before.file(), after.file());
        }
        boolean creates = fresh && (before.absent() || !known.test(chosen.get()));
        boolean deletes = emptied && after.absent();
        return new Names(creates ? Optional.empty() : chosen, deletes ? Optional.empty() : chosen);
    }

    private Optional<String> chosen(Predicate<String> known) {
        String old = before.name();
        String now = after.name();
        Optional<String> bad = Stream.of(old, now)
                .filter(name -> SafePath.problem(name).isPresent())
                .findFirst();
        if (bad.isPresent()) {
            return bad;
        }
        boolean oldKnown = known.test(old);
        boolean nowKnown = known.test(now);
        if (old.equals(now)) {
            return Optional.of(now);
        }
        if (oldKnown != nowKnown) {
            return Optional.of(oldKnown ? old : now);
        }
        if (isCopy(old, now) || isCopy(now, old)) {
            return Optional.of(old.length() < now.length() ? old : now);
        }
        boolean folders = !oldKnown && !below(old).isEmpty() && below(old).equals(below(now));
        return folders ? Optional.of(below(now)) : Optional.empty();
    }

    /** Whether a name is that of a copy, such as x.orig of x. */
    private static boolean isCopy(String copy, String name) {
        return copy.startsWith(name)
                && COPY.matcher(copy.substring(name.length())).matches();
    }

    /** The name without its first folder. */
    private static String below(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? "" : name.substring(slash + 1);
    }
}
