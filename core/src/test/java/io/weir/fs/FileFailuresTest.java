package io.weir.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class FileFailuresTest {
    @Test
    void saysWhatAPathAloneDoesNot() {
        assertThat(FileFailures.describe(new AccessDeniedException("/data"))).isEqualTo("AccessDeniedException: /data");
        assertThat(FileFailures.describe(new IOException("/data is a directory.\nmore")))
                .isEqualTo("IOException: /data is a directory");
        assertThat(FileFailures.describe(new IOException())).isEqualTo("IOException");
    }
}
