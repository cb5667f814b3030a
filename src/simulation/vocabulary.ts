/*
 * The words synthetic videos are made of. They are here for their scripts and their traps (escaping, quotes, emoji,
 * right-to-left text, tags that differ in case only), not for their sense.
 */

export interface Language {
  readonly code: string;
  readonly country: string;
  /** The minute of the UTC day at which its audience's day has its peak. */
  readonly peakMinuteOfDay: number;
  readonly names: Words;
  /** `{a}` and `{b}` are two of the channel's subjects, `{n}` a number. */
  readonly titles: Words;
  readonly subjects: Words;
  readonly sentence: string;
}

type Words = readonly [string, ...string[]];

export const LANGUAGES: readonly [Language, ...Language[]] = [
  {
    code: "en",
    country: "US",
    peakMinuteOfDay: 60,
    names: ["North & South", "Daily Lab", "O'Brien Makes", "The Quiet Garage", "Pixel Harbor", "Second Breakfast"],
    titles: [
      "I tried {a} for {n} days & this happened",
      '"{a}" vs. {b}: who wins?',
      "{n} {a} tips you won't believe 🔥",
      "Building a {a} from scratch | Part {n}",
      "Why {a} isn't {b}",
      "{a} #{n} — live reaction 😱",
    ],
    subjects: ["Minecraft", "street food", "lo-fi music", "woodworking", "AI", "retro gaming", "chess", "space"],
    sentence: 'Thanks for watching! Links & credits below. Don\'t forget to "subscribe".',
  },
  {
    code: "de",
    country: "DE",
    peakMinuteOfDay: 1170,
    names: ["Grüße aus Köln", "Werkstatt & Co.", "Spätschicht", "Der Süßwarenladen"],
    titles: [
      "{a} erklärt: {n} Fakten",
      "Größter {a}-Fehler überhaupt?",
      "{a} & {b} im Test",
      "Ich baue {a} – Teil {n}",
    ],
    subjects: ["Brötchen", "Fußball", "Heimwerken", "Bahnfahren", "Künstliche Intelligenz", "Rätsel"],
    sentence: "Schön, dass ihr dabei seid! Mehr über uns findet ihr unten.",
  },
  {
    code: "pt",
    country: "BR",
    peakMinuteOfDay: 1380,
    names: ["Canal do Zé", "Coração & Bola", "Manhã de Ação"],
    titles: ["{a}: {n} coisas que você não sabia", "Reagindo a {a} 😂", "{a} ou {b}? A decisão", "VLOG {n}: {a}"],
    subjects: ["futebol", "açaí", "funk", "pão de queijo", "São João", "games"],
    sentence: "Inscreva-se no canal e ative o sininho! Até amanhã.",
  },
  {
    code: "ja",
    country: "JP",
    peakMinuteOfDay: 720,
    names: ["ねこ日和", "東京さんぽ", "ゲーム実況部"],
    titles: ["【{a}】第{n}回 {b}もやってみた", "{a}を{n}日間続けた結果…", "『{a}』が面白すぎる"],
    subjects: ["料理", "猫", "鉄道", "歌ってみた", "ゲーム実況", "旅行"],
    sentence: "ご視聴ありがとうございます。チャンネル登録お願いします!",
  },
  {
    code: "ko",
    country: "KR",
    peakMinuteOfDay: 780,
    names: ["하루의 기록", "먹방연구소", "서울 산책"],
    titles: ["{a} {n}일 챌린지", "[{a}] {b} 리뷰", "{a} 처음 해봤습니다ㅋㅋ"],
    subjects: ["먹방", "브이로그", "공부", "게임", "여행", "노래"],
    sentence: "시청해 주셔서 감사합니다. 구독과 좋아요 부탁드려요!",
  },
  {
    code: "hi",
    country: "IN",
    peakMinuteOfDay: 900,
    names: ["रोज़ की बात", "देसी रसोई", "ज्ञान की दुनिया"],
    titles: ["{a} के {n} राज़", "{a} बनाम {b} | पूरी कहानी", "घर पर {a} कैसे बनाएं?"],
    subjects: ["क्रिकेट", "खाना", "भजन", "यात्रा", "पढ़ाई", "कॉमेडी"],
    sentence: "वीडियो देखने के लिए धन्यवाद। चैनल को सब्सक्राइब करें!",
  },
  {
    code: "ar",
    country: "SA",
    peakMinuteOfDay: 1140,
    names: ["يوميات نورة", "مطبخ البيت", "عالم التقنية"],
    titles: ["تجربة {a} لمدة {n} أيام", "{a} أم {b}؟", "أفضل {n} أسرار عن {a}"],
    subjects: ["الطبخ", "كرة القدم", "السفر", "الألعاب", "القهوة", "التقنية"],
    sentence: "شكراً على المشاهدة، لا تنسوا الاشتراك في القناة.",
  },
  {
    code: "th",
    country: "TH",
    peakMinuteOfDay: 780,
    names: ["บ้านสวนริมน้ำ", "กินเที่ยวทั่วไทย", "เกมสนุก"],
    titles: ["ลอง{a} {n} วัน ผลคือ…", "{a} กับ {b} อันไหนดีกว่า", "รีวิว{a} ตอนที่ {n}"],
    subjects: ["อาหาร", "ท่องเที่ยว", "เพลง", "เกม", "ทำสวน", "ข่าว"],
    sentence: "ขอบคุณที่รับชม อย่าลืมกดติดตามนะครับ",
  },
];

/** YouTube's category ids that channels of this world use (22 People & Blogs, 20 Gaming, 10 Music, …). */
export const CATEGORIES: Words = ["22", "24", "20", "10", "26", "27", "28", "17", "25", "1"];
