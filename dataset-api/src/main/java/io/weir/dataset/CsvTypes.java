package io.weir.dataset;

import io.weir.tuple.Tuple1;
import io.weir.tuple.Tuple10;
import io.weir.tuple.Tuple11;
import io.weir.tuple.Tuple12;
import io.weir.tuple.Tuple13;
import io.weir.tuple.Tuple14;
import io.weir.tuple.Tuple15;
import io.weir.tuple.Tuple16;
import io.weir.tuple.Tuple17;
import io.weir.tuple.Tuple18;
import io.weir.tuple.Tuple19;
import io.weir.tuple.Tuple2;
import io.weir.tuple.Tuple20;
import io.weir.tuple.Tuple21;
import io.weir.tuple.Tuple22;
import io.weir.tuple.Tuple23;
import io.weir.tuple.Tuple24;
import io.weir.tuple.Tuple25;
import io.weir.tuple.Tuple3;
import io.weir.tuple.Tuple4;
import io.weir.tuple.Tuple5;
import io.weir.tuple.Tuple6;
import io.weir.tuple.Tuple7;
import io.weir.tuple.Tuple8;
import io.weir.tuple.Tuple9;

/**
 * Says of which types the columns of a CSV file are; {@link CsvReader} has the rest. The thread that builds the program owns
 * it.
 */
abstract class CsvTypes {
    /** Makes tuples of columns of some types. */
    abstract <T> Operator<T> tuples(Class<?>... types);

    /** Reads one column into tuples. */
    public <T0> Operator<Tuple1<T0>> types(Class<T0> type0) {
        return tuples(type0);
    }

    /** Reads two columns into tuples. */
    public <T0, T1> Operator<Tuple2<T0, T1>> types(Class<T0> type0, Class<T1> type1) {
        return tuples(type0, type1);
    }

    /** Reads three columns into tuples. */
    public <T0, T1, T2> Operator<Tuple3<T0, T1, T2>> types(Class<T0> type0, Class<T1> type1, Class<T2> type2) {
        return tuples(type0, type1, type2);
    }

    /** Reads 4 columns into tuples. */
    public <T0, T1, T2, T3> Operator<Tuple4<T0, T1, T2, T3>> types(
            Class<T0> type0, Class<T1> type1, Class<T2> type2, Class<T3> type3) {
        return tuples(type0, type1, type2, type3);
    }

    /** Reads 5 columns into tuples. */
    public <T0, T1, T2, T3, T4> Operator<Tuple5<T0, T1, T2, T3, T4>> types(
            Class<T0> type0, Class<T1> type1, Class<T2> type2, Class<T3> type3, Class<T4> type4) {
        return tuples(type0, type1, type2, type3, type4);
    }

    /** Reads 6 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5> Operator<Tuple6<T0, T1, T2, T3, T4, T5>> types(
            Class<T0> type0, Class<T1> type1, Class<T2> type2, Class<T3> type3, Class<T4> type4, Class<T5> type5) {
        return tuples(type0, type1, type2, type3, type4, type5);
    }

    /** Reads 7 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6> Operator<Tuple7<T0, T1, T2, T3, T4, T5, T6>> types(
            Class<T0> type0,
            Class<T1> type1,
            Class<T2> type2,
            Class<T3> type3,
            Class<T4> type4,
            Class<T5> type5,
            Class<T6> type6) {
        return tuples(type0, type1, type2, type3, type4, type5, type6);
    }

    /** Reads 8 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7> Operator<Tuple8<T0, T1, T2, T3, T4, T5, T6, T7>> types(
            Class<T0> type0,
            Class<T1> type1,
            Class<T2> type2,
            Class<T3> type3,
            Class<T4> type4,
            Class<T5> type5,
            Class<T6> type6,
            Class<T7> type7) {
        return tuples(type0, type1, type2, type3, type4, type5, type6, type7);
    }

    /** Reads 9 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8> Operator<Tuple9<T0, T1, T2, T3, T4, T5, T6, T7, T8>> types(
            Class<T0> type0,
            Class<T1> type1,
            Class<T2> type2,
            Class<T3> type3,
            Class<T4> type4,
            Class<T5> type5,
            Class<T6> type6,
            Class<T7> type7,
            Class<T8> type8) {
        return tuples(type0, type1, type2, type3, type4, type5, type6, type7, type8);
    }

    /** Reads 10 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8, T9> Operator<Tuple10<T0, T1, T2, T3, T4, T5, T6, T7, T8, T9>> types(
            Class<T0> type0,
            Class<T1> type1,
            Class<T2> type2,
            Class<T3> type3,
            Class<T4> type4,
            Class<T5> type5,
            Class<T6> type6,
            Class<T7> type7,
            Class<T8> type8,
            Class<T9> type9) {
        return tuples(type0, type1, type2, type3, type4, type5, type6, type7, type8, type9);
    }

    /** Reads 11 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>
            Operator<Tuple11<T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>> types(
                    Class<T0> type0,
                    Class<T1> type1,
                    Class<T2> type2,
                    Class<T3> type3,
                    Class<T4> type4,
                    Class<T5> type5,
                    Class<T6> type6,
                    Class<T7> type7,
                    Class<T8> type8,
                    Class<T9> type9,
                    Class<T10> type10) {
        return tuples(type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10);
    }

    /** Reads 12 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>
            Operator<Tuple12<T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>> types(
                    Class<T0> type0,
                    Class<T1> type1,
                    Class<T2> type2,
                    Class<T3> type3,
                    Class<T4> type4,
                    Class<T5> type5,
                    Class<T6> type6,
                    Class<T7> type7,
                    Class<T8> type8,
                    Class<T9> type9,
                    Class<T10> type10,
                    Class<T11> type11) {
        return tuples(type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10, type11);
    }

    /** Reads 13 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>
            Operator<Tuple13<T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>> types(
                    Class<T0> type0,
                    Class<T1> type1,
                    Class<T2> type2,
                    Class<T3> type3,
                    Class<T4> type4,
                    Class<T5> type5,
                    Class<T6> type6,
                    Class<T7> type7,
                    Class<T8> type8,
                    Class<T9> type9,
                    Class<T10> type10,
                    Class<T11> type11,
                    Class<T12> type12) {
        return tuples(type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10, type11, type12);
    }

    /** Reads 14 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>
            Operator<Tuple14<T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>> types(
                    Class<T0> type0,
                    Class<T1> type1,
                    Class<T2> type2,
                    Class<T3> type3,
                    Class<T4> type4,
                    Class<T5> type5,
                    Class<T6> type6,
                    Class<T7> type7,
                    Class<T8> type8,
                    Class<T9> type9,
                    Class<T10> type10,
                    Class<T11> type11,
                    Class<T12> type12,
                    Class<T13> type13) {
        return tuples(
                type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10, type11, type12, type13);
    }

    /** Reads 15 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>
            Operator<Tuple15<T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>> types(
                    Class<T0> type0,
                    Class<T1> type1,
                    Class<T2> type2,
                    Class<T3> type3,
                    Class<T4> type4,
                    Class<T5> type5,
                    Class<T6> type6,
                    Class<T7> type7,
                    Class<T8> type8,
                    Class<T9> type9,
                    Class<T10> type10,
                    Class<T11> type11,
                    Class<T12> type12,
                    Class<T13> type13,
                    Class<T14> type14) {
        return tuples(
                type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10, type11, type12, type13,
                type14);
    }

    /** Reads 16 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15>
            Operator<Tuple16<T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15>> types(
                    Class<T0> type0,
                    Class<T1> type1,
                    Class<T2> type2,
                    Class<T3> type3,
                    Class<T4> type4,
                    Class<T5> type5,
                    Class<T6> type6,
                    Class<T7> type7,
                    Class<T8> type8,
                    Class<T9> type9,
                    Class<T10> type10,
                    Class<T11> type11,
                    Class<T12> type12,
                    Class<T13> type13,
                    Class<T14> type14,
                    Class<T15> type15) {
        return tuples(
                type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10, type11, type12, type13,
                type14, type15);
    }

    /** Reads 17 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16>
            Operator<Tuple17<T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16>> types(
                    Class<T0> type0,
                    Class<T1> type1,
                    Class<T2> type2,
                    Class<T3> type3,
                    Class<T4> type4,
                    Class<T5> type5,
                    Class<T6> type6,
                    Class<T7> type7,
                    Class<T8> type8,
                    Class<T9> type9,
                    Class<T10> type10,
                    Class<T11> type11,
                    Class<T12> type12,
                    Class<T13> type13,
                    Class<T14> type14,
                    Class<T15> type15,
                    Class<T16> type16) {
        return tuples(
                type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10, type11, type12, type13,
                type14, type15, type16);
    }

    /** Reads 18 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16, T17>
            Operator<Tuple18<T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16, T17>> types(
                    Class<T0> type0,
                    Class<T1> type1,
                    Class<T2> type2,
                    Class<T3> type3,
                    Class<T4> type4,
                    Class<T5> type5,
                    Class<T6> type6,
                    Class<T7> type7,
                    Class<T8> type8,
                    Class<T9> type9,
                    Class<T10> type10,
                    Class<T11> type11,
                    Class<T12> type12,
                    Class<T13> type13,
                    Class<T14> type14,
                    Class<T15> type15,
                    Class<T16> type16,
                    Class<T17> type17) {
        return tuples(
                type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10, type11, type12, type13,
                type14, type15, type16, type17);
    }

    /** Reads 19 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16, T17, T18>
            Operator<Tuple19<T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16, T17, T18>>
                    types(
                            Class<T0> type0,
                            Class<T1> type1,
                            Class<T2> type2,
                            Class<T3> type3,
                            Class<T4> type4,
                            Class<T5> type5,
                            Class<T6> type6,
                            Class<T7> type7,
                            Class<T8> type8,
                            Class<T9> type9,
                            Class<T10> type10,
                            Class<T11> type11,
                            Class<T12> type12,
                            Class<T13> type13,
                            Class<T14> type14,
                            Class<T15> type15,
                            Class<T16> type16,
                            Class<T17> type17,
                            Class<T18> type18) {
        return tuples(
                type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10, type11, type12, type13,
                type14, type15, type16, type17, type18);
    }

    /** Reads 20 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16, T17, T18, T19>
            Operator<Tuple20<T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16, T17, T18, T19>>
                    types(
                            Class<T0> type0,
                            Class<T1> type1,
                            Class<T2> type2,
                            Class<T3> type3,
                            Class<T4> type4,
                            Class<T5> type5,
                            Class<T6> type6,
                            Class<T7> type7,
                            Class<T8> type8,
                            Class<T9> type9,
                            Class<T10> type10,
                            Class<T11> type11,
                            Class<T12> type12,
                            Class<T13> type13,
                            Class<T14> type14,
                            Class<T15> type15,
                            Class<T16> type16,
                            Class<T17> type17,
                            Class<T18> type18,
                            Class<T19> type19) {
        return tuples(
                type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10, type11, type12, type13,
                type14, type15, type16, type17, type18, type19);
    }

    /** Reads 21 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16, T17, T18, T19, T20>
            Operator<
                            Tuple21<
                                    T0,
                                    T1,
                                    T2,
                                    T3,
                                    T4,
                                    T5,
                                    T6,
                                    T7,
                                    T8,
                                    T9,
                                    T10,
                                    T11,
                                    T12,
                                    T13,
                                    T14,
                                    T15,
                                    T16,
                                    T17,
                                    T18,
                                    T19,
                                    T20>>
                    types(
                            Class<T0> type0,
                            Class<T1> type1,
                            Class<T2> type2,
                            Class<T3> type3,
                            Class<T4> type4,
                            Class<T5> type5,
                            Class<T6> type6,
                            Class<T7> type7,
                            Class<T8> type8,
                            Class<T9> type9,
                            Class<T10> type10,
                            Class<T11> type11,
                            Class<T12> type12,
                            Class<T13> type13,
                            Class<T14> type14,
                            Class<T15> type15,
                            Class<T16> type16,
                            Class<T17> type17,
                            Class<T18> type18,
                            Class<T19> type19,
                            Class<T20> type20) {
        return tuples(
                type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10, type11, type12, type13,
                type14, type15, type16, type17, type18, type19, type20);
    }

    /** Reads 22 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16, T17, T18, T19, T20, T21>
            Operator<
                            Tuple22<
                                    T0,
                                    T1,
                                    T2,
                                    T3,
                                    T4,
                                    T5,
                                    T6,
                                    T7,
                                    T8,
                                    T9,
                                    T10,
                                    T11,
                                    T12,
                                    T13,
                                    T14,
                                    T15,
                                    T16,
                                    T17,
                                    T18,
                                    T19,
                                    T20,
                                    T21>>
                    types(
                            Class<T0> type0,
                            Class<T1> type1,
                            Class<T2> type2,
                            Class<T3> type3,
                            Class<T4> type4,
                            Class<T5> type5,
                            Class<T6> type6,
                            Class<T7> type7,
                            Class<T8> type8,
                            Class<T9> type9,
                            Class<T10> type10,
                            Class<T11> type11,
                            Class<T12> type12,
                            Class<T13> type13,
                            Class<T14> type14,
                            Class<T15> type15,
                            Class<T16> type16,
                            Class<T17> type17,
                            Class<T18> type18,
                            Class<T19> type19,
                            Class<T20> type20,
                            Class<T21> type21) {
        return tuples(
                type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10, type11, type12, type13,
                type14, type15, type16, type17, type18, type19, type20, type21);
    }

    /** Reads 23 columns into tuples. */
    public <T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16, T17, T18, T19, T20, T21, T22>
            Operator<
                            Tuple23<
                                    T0,
                                    T1,
                                    T2,
                                    T3,
                                    T4,
                                    T5,
                                    T6,
                                    T7,
                                    T8,
                                    T9,
                                    T10,
                                    T11,
                                    T12,
                                    T13,
                                    T14,
                                    T15,
                                    T16,
                                    T17,
                                    T18,
                                    T19,
                                    T20,
                                    T21,
                                    T22>>
                    types(
                            Class<T0> type0,
                            Class<T1> type1,
                            Class<T2> type2,
                            Class<T3> type3,
                            Class<T4> type4,
                            Class<T5> type5,
                            Class<T6> type6,
                            Class<T7> type7,
                            Class<T8> type8,
                            Class<T9> type9,
                            Class<T10> type10,
                            Class<T11> type11,
                            Class<T12> type12,
                            Class<T13> type13,
                            Class<T14> type14,
                            Class<T15> type15,
                            Class<T16> type16,
                            Class<T17> type17,
                            Class<T18> type18,
                            Class<T19> type19,
                            Class<T20> type20,
                            Class<T21> type21,
                            Class<T22> type22) {
        return tuples(
                type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10, type11, type12, type13,
                type14, type15, type16, type17, type18, type19, type20, type21, type22);
    }

    /** Reads 24 columns into tuples. */
    public <
                    T0,
                    T1,
                    T2,
                    T3,
                    T4,
                    T5,
                    T6,
                    T7,
                    T8,
                    T9,
                    T10,
                    T11,
                    T12,
                    T13,
                    T14,
                    T15,
                    T16,
                    T17,
                    T18,
                    T19,
                    T20,
                    T21,
                    T22,
                    T23>
            Operator<
                            Tuple24<
                                    T0,
                                    T1,
                                    T2,
                                    T3,
                                    T4,
                                    T5,
                                    T6,
                                    T7,
                                    T8,
                                    T9,
                                    T10,
                                    T11,
                                    T12,
                                    T13,
                                    T14,
                                    T15,
                                    T16,
                                    T17,
                                    T18,
                                    T19,
                                    T20,
                                    T21,
                                    T22,
                                    T23>>
                    types(
                            Class<T0> type0,
                            Class<T1> type1,
                            Class<T2> type2,
                            Class<T3> type3,
                            Class<T4> type4,
                            Class<T5> type5,
                            Class<T6> type6,
                            Class<T7> type7,
                            Class<T8> type8,
                            Class<T9> type9,
                            Class<T10> type10,
                            Class<T11> type11,
                            Class<T12> type12,
                            Class<T13> type13,
                            Class<T14> type14,
                            Class<T15> type15,
                            Class<T16> type16,
                            Class<T17> type17,
                            Class<T18> type18,
                            Class<T19> type19,
                            Class<T20> type20,
                            Class<T21> type21,
                            Class<T22> type22,
                            Class<T23> type23) {
        return tuples(
                type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10, type11, type12, type13,
                type14, type15, type16, type17, type18, type19, type20, type21, type22, type23);
    }

    /** Reads 25 columns into tuples. */
    public <
                    T0,
                    T1,
                    T2,
                    T3,
                    T4,
                    T5,
                    T6,
                    T7,
                    T8,
                    T9,
                    T10,
                    T11,
                    T12,
                    T13,
                    T14,
                    T15,
                    T16,
                    T17,
                    T18,
                    T19,
                    T20,
                    T21,
                    T22,
                    T23,
                    T24>
            Operator<
                            Tuple25<
                                    T0,
                                    T1,
                                    T2,
                                    T3,
                                    T4,
                                    T5,
                                    T6,
                                    T7,
                                    T8,
                                    T9,
                                    T10,
                                    T11,
                                    T12,
                                    T13,
                                    T14,
                                    T15,
                                    T16,
                                    T17,
                                    T18,
                                    T19,
                                    T20,
                                    T21,
                                    T22,
                                    T23,
                                    T24>>
                    types(
                            Class<T0> type0,
                            Class<T1> type1,
                            Class<T2> type2,
                            Class<T3> type3,
                            Class<T4> type4,
                            Class<T5> type5,
                            Class<T6> type6,
                            Class<T7> type7,
                            Class<T8> type8,
                            Class<T9> type9,
                            Class<T10> type10,
                            Class<T11> type11,
                            Class<T12> type12,
                            Class<T13> type13,
                            Class<T14> type14,
                            Class<T15> type15,
                            Class<T16> type16,
                            Class<T17> type17,
                            Class<T18> type18,
                            Class<T19> type19,
                            Class<T20> type20,
                            Class<T21> type21,
                            Class<T22> type22,
                            Class<T23> type23,
                            Class<T24> type24) {
        return tuples(
                type0, type1, type2, type3, type4, type5, type6, type7, type8, type9, type10, type11, type12, type13,
                type14, type15, type16, type17, type18, type19, type20, type21, type22, type23, type24);
    }
}
