// SPDX-License-Identifier: EUPL-1.2
//! The names of emoji as GitLab stores them: aliases become the one name.

/// Normalises an emoji's name: without colons, aliases resolved; `None` where it cannot be a name.
pub fn normal(name: &str) -> Option<String> {
    let name = name.trim().trim_matches(':');
    let known = match name {
        "+1" | "thumbup" | "👍" => "thumbsup",
        "-1" | "thumbdown" | "👎" => "thumbsdown",
        "party_popper" => "tada",
        "raised_hands" => "raised_hands",
        "question_mark" => "question",
        other => other,
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+');
    (!known.is_empty() && known.chars().all(plain)).then(|| known.to_owned())
}

/// Returns the sign for a name, or the name between colons.
pub fn sign(name: &str) -> String {
    match name {
        "thumbsup" => "👍".into(),
        "thumbsdown" => "👎".into(),
        "white_circle" => "⚪".into(),
        "shrug" | "person_shrugging" => "🤷".into(),
        "raised_hand" => "✋".into(),
        "neutral_face" => "😐".into(),
        "heart" => "❤️".into(),
        "tada" => "🎉".into(),
        "eyes" => "👀".into(),
        "inbox_tray" => "📥".into(),
        "grey_question" => "❔".into(),
        "white_check_mark" => "✅".into(),
        other => format!(":{other}:"),
    }
}
