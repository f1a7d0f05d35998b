package io.weir.fs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePathsTest {
    @ParameterizedTest
    @CsvSource({
        "hdfs://nn:8020/a/b,hdfs,hdfs://nn:8020,b",
        "hdfs:///a/b/,hdfs,hdfs:,b",
        "file:/a,file,file:,a",
        "file:///a,file,file:,a",
        "s3a://bucket,s3a,s3a://bucket,''",
        "/a/b,'','',b",
        "/,'','',''",
        "//a/b,'','',b",
        "a/b,'','',b",
        "a:b,'','',a:b",
        "C:/x,'','',x"
    })
    void takesPathsApart(String path, String scheme, String volume, String name) {
        assertThat(FilePaths.scheme(path).orElse("")).isEqualTo(scheme);
        assertThat(FilePaths.volume(path)).isEqualTo(volume);
        assertThat(FilePaths.name(path)).isEqualTo(name);
    }

    @Test
    void dropsSlashesAtTheEndButNotTheRoot() {
        assertThat(FilePaths.withoutTrailingSlash("/a//")).isEqualTo("/a");
        assertThat(FilePaths.withoutTrailingSlash("/")).isEqualTo("/");
        assertThat(FilePaths.withoutTrailingSlash("hdfs://nn/")).isEqualTo("hdfs://nn/");
        assertThat(FilePaths.child("hdfs://nn/", "a")).isEqualTo("hdfs://nn/a");
        assertThat(FilePaths.child("/a", "b")).isEqualTo("/a/b");
    }
}
