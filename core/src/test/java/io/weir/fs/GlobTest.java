package io.weir.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*,anything,true",
        "part-*,part-00000,true",
        "part-*,apart-0,false",
        "?.txt,a.txt,true",
        "?.txt,ab.txt,false",
        "[a-c]x,bx,true",
        "[!a-c]x,bx,false",
        "[^a-c]x,dx,true",
        "[]x],],true",
        "[a^&]x,&x,true",
        "a.b,aXb,false",
        "a\\*b,a*b,true",
        "a\\*b,aab,false",
        "(a|b)+,(a|b)+,true"
    })
    void matchesNames(String glob, String name, boolean matches) {
        assertThat(Glob.compile(glob).matcher(name).matches()).isEqualTo(matches);
    }

    @Property(tries = 500)
    void matchesWhatTheJdkMatches(@ForAll("globs") String glob, @ForAll("names") String name) {
        PathMatcher matcher = Path.of(name).getFileSystem().getPathMatcher("glob:" + glob);
        assertThat(Glob.compile(glob).matcher(name).matches()).isEqualTo(matcher.matches(Path.of(name)));
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.of("a", "b", "*", "?", "[ab]", "[!ab]", "[a-c]", ".", "+", "\\*")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("abc.+*").ofMinLength(1).ofMaxLength(6);
    }

    @Test
    void expandsBraces() {
        assertThat(Glob.expandBraces("/a/{b,c/d}/x{1,2}"))
                .isEqualTo(List.of("/a/b/x1", "/a/b/x2", "/a/c/d/x1", "/a/c/d/x2"));
        assertThat(Glob.expandBraces("a{b{1,2},c,}")).containsExactly("ab1", "ab2", "ac", "a");
        assertThat(Glob.expandBraces("a\\{b,c}")).containsExactly("a\\{b,c}");
    }

    @Test
    void saysWhatIsNotClosed() {
        assertThatThrownBy(() -> Glob.expandBraces("a{b,c")).hasMessage("a '{' has no '}'");
        assertThatThrownBy(() -> Glob.compile("a[b")).hasMessage("a '[' has no ']'");
        assertThatThrownBy(() -> Glob.compile("a[c-a]")).hasMessageContaining("is no pattern");
    }
}
