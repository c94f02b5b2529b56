"""How bad an engine's rule outside the catalogue is. Our own rules state theirs in their policies.

In order: the table below, where we have an opinion; the severity that the engine gave with its observation; else
medium, and the rule then says that it is assumed. Checkov gives no severity without an account of its vendor, so its
rules stand in the table, in our own judgement, by one measure:

- critical: a secret in the open, or anyone on the internet gets in;
- high: data or control exposed to more people than meant, one step away from a breach;
- medium: a missing layer (encryption with an own key, an audit log, least privilege);
- low: resilience and hygiene, of no use to an attacker by itself;
- info: a matter of style or cost.

TFLint speaks of errors (Terraform or AWS will refuse it), warnings (it will age badly) and notices (style). None of
them means a hole by itself: its adapter gives medium, low and info for them.
"""

from typing import Final

from secscan.model import Severity

DEFAULT: Final = Severity.MEDIUM

_CHECKOV: Final[dict[Severity, str]] = {
    Severity.CRITICAL: """
        CKV_AWS_20 CKV_AWS_41 CKV_AWS_45 CKV_AWS_46 CKV_AWS_57 CKV_AWS_70 CKV_AWS_258 CKV_AWS_301 CKV_AWS_302
        CKV_AWS_375 CKV_AWS_388
    """,
    Severity.HIGH: """
        CKV_AWS_1 CKV_AWS_2 CKV_AWS_16 CKV_AWS_17 CKV_AWS_19 CKV_AWS_24 CKV_AWS_25 CKV_AWS_32 CKV_AWS_33
        CKV_AWS_34 CKV_AWS_38 CKV_AWS_49 CKV_AWS_53 CKV_AWS_54 CKV_AWS_55 CKV_AWS_56 CKV_AWS_59 CKV_AWS_60
        CKV_AWS_61 CKV_AWS_62 CKV_AWS_63 CKV_AWS_69 CKV_AWS_72 CKV_AWS_79 CKV_AWS_83 CKV_AWS_87 CKV_AWS_88
        CKV_AWS_89 CKV_AWS_100 CKV_AWS_102 CKV_AWS_103 CKV_AWS_107 CKV_AWS_108 CKV_AWS_109 CKV_AWS_110
        CKV_AWS_130 CKV_AWS_167 CKV_AWS_168 CKV_AWS_169 CKV_AWS_174 CKV_AWS_205 CKV_AWS_231 CKV_AWS_232
        CKV_AWS_248 CKV_AWS_274 CKV_AWS_275 CKV_AWS_277 CKV_AWS_283 CKV_AWS_286 CKV_AWS_287 CKV_AWS_288
        CKV_AWS_289 CKV_AWS_309 CKV_AWS_331 CKV_AWS_334 CKV_AWS_335 CKV_AWS_348 CKV_AWS_358 CKV_AWS_364
        CKV_AWS_385 CKV_AWS_387 CKV_AWS_389 CKV_AWS_392 CKV_AWS_393 CKV2_AWS_6 CKV2_AWS_22 CKV2_AWS_40
        CKV2_AWS_43 CKV2_AWS_46 CKV2_AWS_52 CKV2_AWS_54 CKV2_AWS_56 CKV2_AWS_70 CKV2_AWS_72 CKV2_AWS_74
        CKV2_AWS_75
    """,
    Severity.MEDIUM: """
        CKV_AWS_3 CKV_AWS_5 CKV_AWS_6 CKV_AWS_7 CKV_AWS_8 CKV_AWS_9 CKV_AWS_10 CKV_AWS_11 CKV_AWS_12 CKV_AWS_13
        CKV_AWS_14 CKV_AWS_15 CKV_AWS_18 CKV_AWS_21 CKV_AWS_26 CKV_AWS_27 CKV_AWS_29 CKV_AWS_30 CKV_AWS_31
        CKV_AWS_35 CKV_AWS_36 CKV_AWS_37 CKV_AWS_39 CKV_AWS_42 CKV_AWS_43 CKV_AWS_48 CKV_AWS_58 CKV_AWS_66
        CKV_AWS_67 CKV_AWS_76 CKV_AWS_84 CKV_AWS_86 CKV_AWS_91 CKV_AWS_92 CKV_AWS_96 CKV_AWS_97 CKV_AWS_106
        CKV_AWS_111 CKV_AWS_119 CKV_AWS_121 CKV_AWS_123 CKV_AWS_131 CKV_AWS_133 CKV_AWS_134 CKV_AWS_136
        CKV_AWS_137 CKV_AWS_140 CKV_AWS_145 CKV_AWS_146 CKV_AWS_148 CKV_AWS_149 CKV_AWS_158 CKV_AWS_161
        CKV_AWS_162 CKV_AWS_166 CKV_AWS_173 CKV_AWS_176 CKV_AWS_177 CKV_AWS_181 CKV_AWS_183 CKV_AWS_184
        CKV_AWS_185 CKV_AWS_186 CKV_AWS_189 CKV_AWS_191 CKV_AWS_192 CKV_AWS_203 CKV_AWS_204 CKV_AWS_223
        CKV_AWS_224 CKV_AWS_227 CKV_AWS_228 CKV_AWS_229 CKV_AWS_230 CKV_AWS_234 CKV_AWS_235 CKV_AWS_238
        CKV_AWS_240 CKV_AWS_241 CKV_AWS_245 CKV_AWS_246 CKV_AWS_247 CKV_AWS_249 CKV_AWS_251 CKV_AWS_259
        CKV_AWS_260 CKV_AWS_273 CKV_AWS_276 CKV_AWS_285 CKV_AWS_290 CKV_AWS_304 CKV_AWS_308 CKV_AWS_317
        CKV_AWS_325 CKV_AWS_327 CKV_AWS_328 CKV_AWS_329 CKV_AWS_330 CKV_AWS_336 CKV_AWS_339 CKV_AWS_341
        CKV_AWS_345 CKV_AWS_352 CKV_AWS_354 CKV_AWS_355 CKV_AWS_356 CKV_AWS_363 CKV_AWS_378 CKV_AWS_379
        CKV_AWS_382 CKV2_AWS_2 CKV2_AWS_3 CKV2_AWS_4 CKV2_AWS_10 CKV2_AWS_11 CKV2_AWS_12 CKV2_AWS_20 CKV2_AWS_28
        CKV2_AWS_29 CKV2_AWS_31 CKV2_AWS_32 CKV2_AWS_39 CKV2_AWS_41 CKV2_AWS_44 CKV2_AWS_45 CKV2_AWS_47
        CKV2_AWS_48 CKV2_AWS_53 CKV2_AWS_57 CKV2_AWS_63 CKV2_AWS_65 CKV2_AWS_69 CKV2_AWS_76 CKV2_AWS_77
    """,
    Severity.LOW: """
        CKV_AWS_28 CKV_AWS_50 CKV_AWS_65 CKV_AWS_68 CKV_AWS_73 CKV_AWS_75 CKV_AWS_93 CKV_AWS_115 CKV_AWS_116
        CKV_AWS_117 CKV_AWS_118 CKV_AWS_120 CKV_AWS_124 CKV_AWS_126 CKV_AWS_129 CKV_AWS_135 CKV_AWS_138
        CKV_AWS_139 CKV_AWS_143 CKV_AWS_144 CKV_AWS_150 CKV_AWS_152 CKV_AWS_153 CKV_AWS_157 CKV_AWS_165
        CKV_AWS_175 CKV_AWS_208 CKV_AWS_216 CKV_AWS_225 CKV_AWS_226 CKV_AWS_250 CKV_AWS_252 CKV_AWS_261
        CKV_AWS_272 CKV_AWS_284 CKV_AWS_293 CKV_AWS_300 CKV_AWS_305 CKV_AWS_310 CKV_AWS_313 CKV_AWS_315
        CKV_AWS_318 CKV_AWS_319 CKV_AWS_322 CKV_AWS_323 CKV_AWS_324 CKV_AWS_326 CKV_AWS_332 CKV_AWS_338
        CKV_AWS_342 CKV_AWS_344 CKV_AWS_353 CKV_AWS_374 CKV_AWS_394 CKV2_AWS_1 CKV2_AWS_5 CKV2_AWS_8 CKV2_AWS_9
        CKV2_AWS_14 CKV2_AWS_15 CKV2_AWS_16 CKV2_AWS_18 CKV2_AWS_21 CKV2_AWS_23 CKV2_AWS_27 CKV2_AWS_30
        CKV2_AWS_35 CKV2_AWS_38 CKV2_AWS_50 CKV2_AWS_59 CKV2_AWS_60 CKV2_AWS_61 CKV2_AWS_62 CKV2_AWS_64
        CKV2_AWS_71
    """,
    Severity.INFO: """
        CKV_AWS_23 CKV_AWS_217 CKV_AWS_233 CKV_AWS_237 CKV_TF_1 CKV_TF_2
    """,
}

_TABLE: Final = {("checkov", rule): severity for severity, rules in _CHECKOV.items() for rule in rules.split()}


def of_rule(engine: str, rule_id: str, stated: set[Severity]) -> tuple[Severity, str]:
    """The severity of an engine's rule and why it is that. `stated`: what the engine said, perhaps nothing."""
    if ours := _TABLE.get((engine, rule_id)):
        return ours, f"secscan's own table; {engine} states none that we use"
    if stated:
        return max(stated, key=lambda severity: severity.rank), f"as {engine} states it"
    return DEFAULT, f"assumed: {engine} gives no severity for this rule, and secscan's table has none"


def table() -> tuple[tuple[str, str, Severity], ...]:
    """The whole table (engine, rule id, severity), ordered, for the pages that show it."""
    return tuple(sorted((engine, rule, severity) for (engine, rule), severity in _TABLE.items()))
