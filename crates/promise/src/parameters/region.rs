//! Where data may be kept: countries, and none where it was not said yet.

use crate::age::Jurisdiction;

vocabulary! {
    /// The country in which what a clinic keeps lies (ISO 3166-1 alpha-2): the database, documents and backups.
    pub enum Region as "a country in which data is kept" {
        /// Nobody has said it yet. What is not known is not promised.
        Unstated = "unstated",
        /// The United Arab Emirates.
        Ae = "AE",
        /// Argentina.
        Ar = "AR",
        /// Austria.
        At = "AT",
        /// Australia.
        Au = "AU",
        /// Bangladesh.
        Bd = "BD",
        /// Belgium.
        Be = "BE",
        /// Bulgaria.
        Bg = "BG",
        /// Bahrain.
        Bh = "BH",
        /// Brazil.
        Br = "BR",
        /// Canada.
        Ca = "CA",
        /// Switzerland.
        Ch = "CH",
        /// Chile.
        Cl = "CL",
        /// Cyprus.
        Cy = "CY",
        /// Czechia.
        Cz = "CZ",
        /// Germany.
        De = "DE",
        /// Denmark.
        Dk = "DK",
        /// Estonia.
        Ee = "EE",
        /// Egypt.
        Eg = "EG",
        /// Spain.
        Es = "ES",
        /// Finland.
        Fi = "FI",
        /// France.
        Fr = "FR",
        /// The United Kingdom.
        Gb = "GB",
        /// Greece.
        Gr = "GR",
        /// Croatia.
        Hr = "HR",
        /// Hungary.
        Hu = "HU",
        /// Indonesia.
        Id = "ID",
        /// Ireland.
        Ie = "IE",
        /// Israel.
        Il = "IL",
        /// India.
        In = "IN",
        /// Iceland.
        Is = "IS",
        /// Italy.
        It = "IT",
        /// Jordan.
        Jo = "JO",
        /// Japan.
        Jp = "JP",
        /// Kenya.
        Ke = "KE",
        /// South Korea.
        Kr = "KR",
        /// Kuwait.
        Kw = "KW",
        /// Lebanon.
        Lb = "LB",
        /// Liechtenstein.
        Li = "LI",
        /// Sri Lanka.
        Lk = "LK",
        /// Lithuania.
        Lt = "LT",
        /// Luxembourg.
        Lu = "LU",
        /// Latvia.
        Lv = "LV",
        /// Morocco.
        Ma = "MA",
        /// Malta.
        Mt = "MT",
        /// Mexico.
        Mx = "MX",
        /// Malaysia.
        My = "MY",
        /// Nigeria.
        Ng = "NG",
        /// The Netherlands.
        Nl = "NL",
        /// Norway.
        No = "NO",
        /// Nepal.
        Np = "NP",
        /// New Zealand.
        Nz = "NZ",
        /// Oman.
        Om = "OM",
        /// The Philippines.
        Ph = "PH",
        /// Pakistan.
        Pk = "PK",
        /// Poland.
        Pl = "PL",
        /// Portugal.
        Pt = "PT",
        /// Qatar.
        Qa = "QA",
        /// Romania.
        Ro = "RO",
        /// Serbia.
        Rs = "RS",
        /// Saudi Arabia.
        Sa = "SA",
        /// Sweden.
        Se = "SE",
        /// Singapore.
        Sg = "SG",
        /// Slovenia.
        Si = "SI",
        /// Slovakia.
        Sk = "SK",
        /// Thailand.
        Th = "TH",
        /// Tunisia.
        Tn = "TN",
        /// Türkiye.
        Tr = "TR",
        /// Ukraine.
        Ua = "UA",
        /// The United States.
        Us = "US",
        /// Uruguay.
        Uy = "UY",
        /// South Africa.
        Za = "ZA",
    }
}

impl Region {
    /// As it stands in an English sentence: "We keep it in the Netherlands."
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Unstated => "a country that we have yet to name",
            Self::Ae => "the United Arab Emirates",
            Self::Ar => "Argentina",
            Self::At => "Austria",
            Self::Au => "Australia",
            Self::Bd => "Bangladesh",
            Self::Be => "Belgium",
            Self::Bg => "Bulgaria",
            Self::Bh => "Bahrain",
            Self::Br => "Brazil",
            Self::Ca => "Canada",
            Self::Ch => "Switzerland",
            Self::Cl => "Chile",
            Self::Cy => "Cyprus",
            Self::Cz => "Czechia",
            Self::De => "Germany",
            Self::Dk => "Denmark",
            Self::Ee => "Estonia",
            Self::Eg => "Egypt",
            Self::Es => "Spain",
            Self::Fi => "Finland",
            Self::Fr => "France",
            Self::Gb => "the United Kingdom",
            Self::Gr => "Greece",
            Self::Hr => "Croatia",
            Self::Hu => "Hungary",
            Self::Id => "Indonesia",
            Self::Ie => "Ireland",
            Self::Il => "Israel",
            Self::In => "India",
            Self::Is => "Iceland",
            Self::It => "Italy",
            Self::Jo => "Jordan",
            Self::Jp => "Japan",
            Self::Ke => "Kenya",
            Self::Kr => "South Korea",
            Self::Kw => "Kuwait",
            Self::Lb => "Lebanon",
            Self::Li => "Liechtenstein",
            Self::Lk => "Sri Lanka",
            Self::Lt => "Lithuania",
            Self::Lu => "Luxembourg",
            Self::Lv => "Latvia",
            Self::Ma => "Morocco",
            Self::Mt => "Malta",
            Self::Mx => "Mexico",
            Self::My => "Malaysia",
            Self::Ng => "Nigeria",
            Self::Nl => "the Netherlands",
            Self::No => "Norway",
            Self::Np => "Nepal",
            Self::Nz => "New Zealand",
            Self::Om => "Oman",
            Self::Ph => "the Philippines",
            Self::Pk => "Pakistan",
            Self::Pl => "Poland",
            Self::Pt => "Portugal",
            Self::Qa => "Qatar",
            Self::Ro => "Romania",
            Self::Rs => "Serbia",
            Self::Sa => "Saudi Arabia",
            Self::Se => "Sweden",
            Self::Sg => "Singapore",
            Self::Si => "Slovenia",
            Self::Sk => "Slovakia",
            Self::Th => "Thailand",
            Self::Tn => "Tunisia",
            Self::Tr => "Türkiye",
            Self::Ua => "Ukraine",
            Self::Us => "the United States",
            Self::Uy => "Uruguay",
            Self::Za => "South Africa",
        }
    }

    /// The key of its name in other languages.
    #[must_use]
    pub fn message_key(self) -> String {
        format!("region-{}", self.as_str().to_lowercase())
    }

    /// The country, where one is said.
    #[must_use]
    pub fn country(self) -> Option<Jurisdiction> {
        self.as_str().parse().ok()
    }
}
